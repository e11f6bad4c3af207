import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectFolderStack } from './folder-state.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('inspectFolderStack', () => {
  it('names sources by their last path segment, also where names collide', async () => {
    for (const path of ['a/data', 'b/Data', 'c/data-2']) mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, 'app.db'), '');
    const directories = ['a/data', 'c/data-2', 'b/Data'].map((path) => join(root, path));
    const state = await inspectFolderStack({
      kind: 'folder',
      directories,
      sqlite: [join(root, 'app.db')],
      exclude: ['cache'],
    });
    expect(state.services).toEqual([]);
    expect(state.sources.map(({ id, name, exclude }) => ({ id, name, exclude }))).toEqual([
      { id: 'folder/data', name: 'data', exclude: ['cache'] },
      { id: 'folder/data-2', name: 'data-2', exclude: ['cache'] },
      { id: 'folder/Data-3', name: 'Data-3', exclude: ['cache'] },
      { id: 'sqlite/app.db', name: 'app.db', exclude: [] },
    ]);
  });

  it('refuses what is gone or is something else', async () => {
    writeFileSync(join(root, 'file'), '');
    const definition = { kind: 'folder', directories: [], sqlite: [], exclude: [] } as const;
    await expect(inspectFolderStack({ ...definition, directories: [join(root, 'gone')] })).rejects.toMatchObject({
      code: 'SOURCE_MISSING',
    });
    await expect(inspectFolderStack({ ...definition, directories: [join(root, 'file')] })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
    await expect(inspectFolderStack({ ...definition, sqlite: [root] })).rejects.toMatchObject({
      code: 'SQLITE_UNREADABLE',
    });
  });
});
