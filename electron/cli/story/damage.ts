import { rm, writeFile } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/errors.ts';
import { type FolderDefinition, filesOf, tablesOf } from './sample-digest.ts';

export interface Damage {
  readonly deleted: string | null;
  readonly overwritten: string | null;
  readonly emptied: readonly { readonly path: string; readonly rows: number }[];
}

/**
 * Damages a stack as accidents do: one file deleted, one overwritten, every table emptied. Only ever
 * touches what lies in `home`: PATH_UNSAFE, before anything is touched, when the stack does not.
 */
export async function damageSample(definition: FolderDefinition, home: string): Promise<Damage> {
  for (const path of [...definition.directories, ...definition.sqlite]) {
    const inside = relative(home, path);
    if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) throw new AppError('PATH_UNSAFE', { path });
  }
  const [deleted = null, overwritten = null] = await filesOf(definition);
  if (deleted !== null) await rm(deleted);
  if (overwritten !== null) await writeFile(overwritten, 'Nothing of what was here is left.\n');
  return { deleted, overwritten, emptied: definition.sqlite.map((path) => ({ path, rows: emptyTables(path) })) };
}

function emptyTables(path: string): number {
  using database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  let rows = 0;
  database.exec('BEGIN IMMEDIATE');
  for (const table of tablesOf(database)) rows += Number(database.prepare(`DELETE FROM ${table}`).run().changes);
  database.exec('COMMIT');
  return rows;
}
