import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { isSafeSqlite, openConnection } from './connection.ts';
import type { Migration } from './migrate.ts';

const prefix = join(tmpdir(), 'lifeboat-catalog-');
const first: Migration = { version: 10, sql: "CREATE TABLE a (x); INSERT INTO a VALUES ('kept')" };
const second: Migration = { version: 20, sql: 'CREATE TABLE b (x)' };

test('a catalog is as durable as SQLite can be', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'state', 'lifeboat.db');
  const database = openConnection(file, [first]);
  const read = (name: string): unknown => database.pragma(name, { simple: true });
  expect(
    ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'trusted_schema', 'mmap_size'].map(read),
  ).toEqual(['wal', 2, 1, 5000, 0, 0]);
  database.close();
});

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe.skipIf(process.platform === 'win32')('permissions', () => {
  test('a new catalog, its folder and its side files are private', async () => {
    await using home = await mkdtempDisposable(prefix);
    const file = join(home.path, 'state', 'lifeboat.db');
    const database = openConnection(file, [first]);
    expect(modeOf(join(home.path, 'state'))).toBe(0o700);
    expect(['', '-wal', '-shm'].map((suffix) => modeOf(file + suffix))).toEqual([0o600, 0o600, 0o600]);
    database.close();
  });

  test('a file that others could read is closed to them', async () => {
    await using home = await mkdtempDisposable(prefix);
    const file = join(home.path, 'lifeboat.db');
    openConnection(file, [first]).close();
    chmodSync(file, 0o644);
    openConnection(file, [first]).close();
    expect(modeOf(file)).toBe(0o600);
  });
});

test('a catalog of an older Lifeboat is brought up to date with its rows', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'lifeboat.db');
  openConnection(file, [first]).close();
  const database = openConnection(file, [first, second]);
  expect(database.pragma('user_version', { simple: true })).toBe(20);
  expect(database.prepare('SELECT x FROM a, (SELECT count(*) FROM b)').pluck().get()).toBe('kept');
  database.close();
});

test('a migration that fails leaves the catalog as it was', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'lifeboat.db');
  openConnection(file, [first]).close();
  const broken: Migration = { version: 30, sql: 'CREATE TABLE c (x); CREATE TABLE a (x)' };
  expect(() => openConnection(file, [first, second, broken])).toThrow(/CATALOG_UNUSABLE/u);
  const database = new Sqlite(file);
  expect(database.pragma('user_version', { simple: true })).toBe(10);
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['a']);
  database.close();
});

test('a catalog of a newer Lifeboat is refused', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'lifeboat.db');
  openConnection(file, [first, second]).close();
  expect(() => openConnection(file, [first])).toThrow(/newer Lifeboat/u);
});

test('what is no database is refused', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'lifeboat.db');
  writeFileSync(file, 'this is a letter, not a database '.repeat(40));
  expect(() => openConnection(file, [first])).toThrow(/CATALOG_UNUSABLE/u);
  const folder = join(home.path, 'folder.db');
  mkdirSync(folder);
  expect(() => openConnection(folder, [first])).toThrow(/CATALOG_UNUSABLE/u);
});

test.each([
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.52.0', true],
  ['3.9.9', false],
  ['4.0.0', true],
  ['3.51', false],
])('SQLite %s: %s', (version, safe) => {
  expect(isSafeSqlite(version)).toBe(safe);
});
