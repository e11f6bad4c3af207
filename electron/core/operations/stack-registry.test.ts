import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { nestedPair } from './nested-folders.ts';
import { readIndex } from '../archive/index-reader.ts';
import { openPack } from '../archive/pack-reader.ts';
import { addStack, setExclude } from './stack-registry.ts';
import { makeEngine } from './testing/engine-fixture.ts';

test.for([
  [['/a', '/b'], null],
  [['/a', '/ab', '/b/a'], null],
  [['/a/b', '/a'], { path: '/a/b', outer: '/a' }],
  [['/a', '/c', '/a/b/c'], { path: '/a/b/c', outer: '/a' }],
  [['/a', '/a'], { path: '/a', outer: '/a' }],
  [['/', '/a'], { path: '/a', outer: '/' }],
  [['/a/..b', '/a'], { path: '/a/..b', outer: '/a' }],
  [['/a'], null],
] as const)('of %j nested: %j', ([folders, pair]) => {
  expect(nestedPair(folders)).toEqual(pair);
});

describe('a folder stack', () => {
  it('is not made of folders that lie in each other, however they are named', async () => {
    await using engine = await makeEngine();
    const app = join(engine.directory, 'app');
    const docs = join(app, 'docs');
    const link = join(engine.directory, 'link');
    await symlink(docs, link);
    for (const folders of [
      [docs, app],
      [app, docs],
      [app, link],
      [app, `${app}/`],
    ]) {
      const storage = join(engine.directory, 'st2');
      await expect(addStack(engine.context, { folders, name: 'nest', storage })).rejects.toMatchObject({
        code: 'STACK_FOLDERS_NESTED',
        params: { outer: app },
      });
    }
    expect(engine.context.catalog.stacks.list().map(({ name }) => name)).toEqual(['shop']);
  });

  it('may have a database inside one of its folders, and folders side by side', async () => {
    await using engine = await makeEngine();
    const app = join(engine.directory, 'app');
    await writeFile(join(app, 'rows.db'), '');
    const beside = join(engine.directory, 'app-data');
    await mkdir(beside);
    const request = { folders: [app, beside], sqlite: [join(app, 'rows.db')], name: 'beside' };
    await expect(addStack(engine.context, request)).resolves.toMatchObject({ name: 'beside' });
  });
});

test('what is left out by new globs is not in the next backup, and still in the one before', async () => {
  await using engine = await makeEngine();
  const before = await engine.backUp();
  const after = await engine.backUp(setExclude(engine.context, 'shop', ['docs/**']));
  const paths = await Promise.all([before, after].map(async ({ path }) => pathsIn(path ?? '')));
  expect(paths[0]).toContain('docs/letter.txt');
  expect(paths[1]).not.toContain('docs/letter.txt');
  expect(paths[1]).toContain('数据.bin');
  expect(engine.context.catalog.stacks.get(engine.stack.id)?.definition.exclude).toEqual(['docs/**']);
});

test.for(['**', '*'])('a backup of which %s leaves nothing is refused, never good', async (glob) => {
  await using engine = await makeEngine();
  const { catalog } = engine.context;
  const bare = setExclude(engine.context, 'shop', [glob]);
  await expect(engine.backUp(bare)).rejects.toMatchObject({ code: 'STACK_EMPTY', params: { stack: 'shop' } });
  expect(catalog.backups.list()).toMatchObject([{ status: 'failed', verified: false, path: null }]);
  await expect(engine.backUp(setExclude(engine.context, 'shop', ['docs']))).resolves.toMatchObject({ verified: true });
});

test('a folder that is empty by itself can be backed up', async () => {
  await using engine = await makeEngine();
  const folder = join(engine.directory, 'new');
  await mkdir(folder);
  const stack = await addStack(engine.context, {
    folders: [folder],
    name: 'new',
    storage: join(engine.directory, 's'),
  });
  await expect(engine.backUp(stack)).resolves.toMatchObject({ verified: true });
});

/** The paths in the one folder of a pack. */
async function pathsIn(pack: string): Promise<string[]> {
  const [part] = (await openPack(pack)).manifest.parts;
  if (part?.kind !== 'folder') throw new Error('the pack has no folder');
  const file = join(pack, part.index.part);
  const entries = readIndex({
    file,
    part: part.index.part,
    expected: part.index.digest,
    signal: new AbortController().signal,
  });
  const paths: string[] = [];
  for await (const { path } of entries) paths.push(path);
  return paths;
}
