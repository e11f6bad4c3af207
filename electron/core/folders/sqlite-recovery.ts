import { constants, copyFileSync, lstatSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Whether a database could not be read because a program died while it wrote: its journal has to be rolled back first. */
export function hasHotJournal(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK';
}

function state(path: string): string {
  const { ino, size, mtimeNs } = lstatSync(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

/**
 * Copies a database together with its hot journal; whoever opens the copy rolls it back there, and the
 * live files stay as they are. A program that comes to life meanwhile changes them: then this throws.
 */
export function copyWithJournal(path: string, destination: string): void {
  const files = [path, `${path}-journal`];
  const before = files.map(state).join(' ');
  copyFileSync(`${path}-journal`, `${destination}-journal`, constants.COPYFILE_EXCL);
  copyFileSync(path, destination, constants.COPYFILE_EXCL);
  if (files.map(state).join(' ') !== before) throw new Error('it was written to while it was copied');
}
