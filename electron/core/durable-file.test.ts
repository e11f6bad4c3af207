import { mkdir, mkdtempDisposable, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeDurably, writeDurably } from './durable-file.ts';

const prefix = join(tmpdir(), 'lifeboat-durable-');

test('writes a file, replaces it, and leaves no other name behind', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'debt.json');
  await writeDurably(file, 'old');
  await writeDurably(file, Buffer.from('new'));
  expect(await readFile(file, 'utf8')).toBe('new');
  expect(await readdir(home.path)).toEqual(['debt.json']);
});

test.skipIf(process.platform === 'win32')('what is written is for its owner alone', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'debt.json');
  await writeDurably(file, 'x');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a write that cannot take its name fails with the path and leaves no temporary file', async () => {
  await using home = await mkdtempDisposable(prefix);
  const taken = join(home.path, 'taken');
  await mkdir(taken);
  await writeFile(join(taken, 'inside'), '');
  await expect(writeDurably(taken, 'x')).rejects.toMatchObject({ code: 'FILE_FAILED', params: { path: taken } });
  expect(await readdir(home.path)).toEqual(['taken']);
});

test('removing is the same the second time, also when the folder is gone', async () => {
  await using home = await mkdtempDisposable(prefix);
  const file = join(home.path, 'debt.json');
  await writeDurably(file, 'x');
  await removeDurably(file);
  await removeDurably(file);
  await removeDurably(join(home.path, 'nowhere', 'debt.json'));
  expect(await readdir(home.path)).toEqual([]);
});
