import { existsSync } from 'node:fs';

/**
 * A SQLite database and the files that SQLite keeps beside it. They belong together: a database put
 * beside another one's write-ahead log or journal is corrupt.
 */
export function sqliteFamily(path: string): string[] {
  return [path, ...sqliteCompanions(path)];
}

/** What SQLite may keep beside a database of this path, there or not. */
export function sqliteCompanions(path: string): string[] {
  return [`${path}-wal`, `${path}-shm`, `${path}-journal`];
}

/** Those of the family that are there. */
export function existingFamily(path: string): string[] {
  return sqliteFamily(path).filter((file) => existsSync(file));
}
