import { describe, expect, test } from 'vitest';
import { encodeTarHeader, tarEnd } from '../archive/tar-encode.ts';
import type { IndexEntry } from '../archive/index-entry.ts';
import { compareTree, difference } from './tree-comparison.ts';

const file: IndexEntry = {
  path: 'a',
  type: 'file',
  mode: 0o644,
  uid: 1,
  gid: 2,
  size: 0,
  mtime: '5000000000',
  sha256: 'x',
  offset: 0,
};
const link: IndexEntry = {
  path: 'a',
  type: 'symlink',
  mode: 0o777,
  uid: 1,
  gid: 2,
  size: 0,
  mtime: '5000000000',
  link: 't',
  offset: 0,
};

describe('the difference between what was wanted and what is there', () => {
  test.for([
    ['nothing', file, {}, null],
    ['where it stands in the tar', file, { offset: 512 }, null],
    ['a part of a second', file, { mtime: '5999999999' }, null],
    ['a second', file, { mtime: '6000000000' }, 'its time differs'],
    ['a second before 1970', { ...file, mtime: '-1' }, { mtime: '-1000000000' }, null],
    ['the owner', file, { uid: 0 }, 'its owner differs'],
    ['the group', file, { gid: 0 }, 'its owner differs'],
    ['setuid', file, { mode: 0o4644 }, 'its mode differs'],
    ['the type', file, { type: 'fifo' as const }, 'it is a fifo, not a file'],
    ['the size', file, { size: 1 }, 'its size differs'],
    ['the content', file, { sha256: 'y' }, 'its content differs'],
    ['a link’s mode, which nothing has', link, { mode: 0 }, null],
    ['a link’s target', link, { link: 'u' }, 'its target differs'],
    ['a link’s target in bytes', link, { linkBytes: 'dA==' }, 'its target differs'],
  ] as const)('%s', ([, wanted, differs, expected]) => {
    expect(difference(wanted, { ...wanted, ...differs })).toBe(expected);
  });
});

function folder(path: string): IndexEntry {
  return { path, type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0, mtime: '0', offset: 0 };
}

async function* tarOf(...paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    const { mode, uid, gid, size } = folder(path);
    yield encodeTarHeader({
      path: Buffer.from(path),
      type: 'directory',
      mode,
      uid,
      gid,
      size,
      mtime: 0n,
      link: null,
      device: null,
      xattrs: null,
    });
  }
  yield await Promise.resolve(tarEnd);
}

async function* indexOf(...paths: readonly string[]): AsyncGenerator<IndexEntry> {
  for (const path of paths) yield await Promise.resolve(folder(path));
}

describe('a tree against its index', () => {
  const part = { pack: 'p', part: 'x' };

  test('may be in any order', async () => {
    await expect(compareTree(tarOf('.', 'a', 'b', 'c'), indexOf('c', 'b', '.', 'a'), part)).resolves.toBeUndefined();
  });

  test.for([
    ['lacks an entry', ['.', 'a'], ['.', 'a', 'b'], /b: it is missing/u],
    ['has one more', ['.', 'a', 'b'], ['.', 'a'], /b: the index does not name it/u],
    ['has an index that names one twice', ['.', 'a'], ['.', 'b', 'b'], /b: the index names it twice/u],
  ] as const)('%s', async ([, tar, index, detail]) => {
    const compared = compareTree(tarOf(...tar), indexOf(...index), part);
    await expect(compared).rejects.toThrow(detail);
  });
});
