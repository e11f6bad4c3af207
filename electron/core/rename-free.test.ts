import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renameFree } from './rename-free.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifeboat-rename-'));
  writeFileSync(join(root, 'from'), 'content');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('renameFree', () => {
  it('renames onto a free name', async () => {
    await renameFree(join(root, 'from'), join(root, 'to'));
    expect(readFileSync(join(root, 'to'), 'utf8')).toBe('content');
    expect(existsSync(join(root, 'from'))).toBe(false);
  });

  it.each([
    ['a file', (to: string) => writeFileSync(to, 'other')],
    ['an empty directory', (to: string) => mkdirSync(to)],
    ['a broken symlink', (to: string) => symlinkSync('nowhere', to)],
  ])('refuses %s in its way', async (_, occupy) => {
    occupy(join(root, 'to'));
    await expect(renameFree(join(root, 'from'), join(root, 'to'))).rejects.toMatchObject({
      code: 'FILE_FAILED',
      params: { path: join(root, 'to') },
    });
    expect(readFileSync(join(root, 'from'), 'utf8')).toBe('content');
  });

  it('rejects when there is nothing to rename', async () => {
    await expect(renameFree(join(root, 'gone'), join(root, 'to'))).rejects.toMatchObject({
      code: 'FILE_FAILED',
      params: { path: join(root, 'gone') },
    });
  });
});
