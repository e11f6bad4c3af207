import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { AppError, detailOf } from '../errors.ts';
import { tellCorruption } from './corruption.ts';
import { type Migration, migrate } from './migrate.ts';

const busyTimeoutMs = 5000;

/** Every pragma with the value that reading it back must give. */
const pragmas: readonly (readonly [name: string, set: string, expected: string | number])[] = [
  ['busy_timeout', String(busyTimeoutMs), busyTimeoutMs],
  ['journal_mode', 'WAL', 'wal'],
  // better-sqlite3 builds WAL with NORMAL, where a committed row may vanish at a power cut.
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
  ...(process.platform === 'darwin'
    ? ([
        ['fullfsync', 'ON', 1],
        ['checkpoint_fullfsync', 'ON', 1],
      ] as const)
    : []),
];

// Earlier ones can corrupt a database when its WAL is reset (https://sqlite.org/wal.html, "the WAL-reset bug").
const oldestSqlite = [3, 51, 3] as const;

/**
 * Opens or makes the catalog's file with the durability that a journal needs, and brings its schema up
 * to date. Several processes may do so at once. CATALOG_UNUSABLE when anything is not as it must be.
 */
export function openConnection(file: string, migrations: readonly Migration[]): Database {
  let database: Database | undefined;
  try {
    makePrivate(file);
    database = new Sqlite(file, { timeout: busyTimeoutMs });
    assertSqliteVersion(database);
    for (const pragma of pragmas) setPragma(database, ...pragma);
    migrate(database, migrations);
    tellCorruption(database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof AppError) throw error;
    throw new AppError('CATALOG_UNUSABLE', { path: file, detail: detailOf(error) }, { cause: error });
  }
}

/** Whether a SQLite version, e.g. `3.53.4`, has the fixes that the catalog relies on. */
export function isSafeSqlite(version: string): boolean {
  const numbers = version.split('.').map(Number);
  for (const [place, oldest] of oldestSqlite.entries()) {
    const number = numbers[place] ?? 0;
    if (number !== oldest) return number > oldest;
  }
  return true;
}

// SQLite gives -wal and -shm the mode of the main file. An existing file is never opened here: closing
// it would drop the POSIX locks of this process's other connections (https://sqlite.org/howtocorrupt.html, 2.2).
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(file, 0o600);
  }
}

function assertSqliteVersion(database: Database): void {
  const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
  if (!isSafeSqlite(version)) {
    throw new AppError('CATALOG_UNUSABLE', {
      path: database.name,
      detail: `SQLite ${version} is older than ${oldestSqlite.join('.')}`,
    });
  }
}

function setPragma(database: Database, name: string, set: string, expected: string | number): void {
  database.pragma(`${name} = ${set}`);
  const found = database.pragma(name, { simple: true });
  if (found !== expected) {
    throw new AppError('CATALOG_UNUSABLE', {
      path: database.name,
      detail: `${name} is ${String(found)} instead of ${expected}`,
    });
  }
}
