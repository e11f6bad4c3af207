import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';
import { listTree } from './tree-listing.ts';
import { makeTree } from './tree.ts';

test('a faithful copy of the tree has the same listing', async () => {
  await using folder = await tempFolder();
  const [from, to] = [join(folder.path, 'from'), join(folder.path, 'to')];
  await makeTree(from);
  await expectCommand('cp', ['-a', '--', from, to]);
  const listing = await listTree(from);
  expect(listing.length).toBeGreaterThan(35);
  expect(await listTree(to)).toEqual(listing);
});

test('the listing tells a changed mode, a changed name and a broken hard link', async () => {
  await using folder = await tempFolder();
  await makeTree(folder.path);
  const before = await listTree(folder.path);
  const plain = (name: string): string => join(folder.path, 'plain', name);

  await chmod(plain('program'), 0o700);
  expect(await listTree(folder.path)).not.toEqual(before);
  await chmod(plain('program'), 0o755);
  expect(await listTree(folder.path)).toEqual(before);

  await expectCommand('cp', ['-a', '--', plain('note.txt'), plain('copy')]);
  await rename(plain('copy'), plain('note.txt'));
  const after = (await listTree(folder.path)).filter((line) => line.startsWith('./plain/note.txt'));
  expect(before).not.toContain(after[0]);
});
