import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findSqlite } from './sqlite-search.ts';

const database = `SQLite format 3\0${'page'.repeat(100)}`;

test.for([
  ['at the top', { 'app.db': database }, 'app.db'],
  ['below', { 'a/b/Data.SQLite3': database, 'a/note.txt': 'x' }, 'a/b/Data.SQLite3'],
  ['the nearest of several', { 'a/b/one.db': database, 'two.db': database }, 'two.db'],
  ['under another name', { 'app.bin': database }, null],
  ['of another format', { 'app.db': 'BerkeleyDB', 'empty.sqlite': '' }, null],
  ['too deep', { 'a/b/c/d/e/app.db': database }, null],
] as const)('a SQLite database %s', async ([, files, found]) => {
  const root = await mkdtemp(join(tmpdir(), 'lb-sqlite-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    expect(await findSqlite(root)).toBe(found);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('a folder that is not there holds none', async () => {
  expect(await findSqlite('/nowhere/at/all')).toBeNull();
});
