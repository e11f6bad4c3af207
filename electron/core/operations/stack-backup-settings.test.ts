import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import { engineOf } from '../engine-calls.ts';
import { hasCode, reportOf } from '../errors.ts';
import { assertLeavable, setBackupSettings } from './stack-backup-settings.ts';
import { setExclude } from './stack-registry.ts';
import { makeEngine } from './testing/engine-fixture.ts';

/** An engine with a stack of two folders, `app` and `cache`. */
async function makeTwoFolders() {
  const fixture = await makeEngine();
  const { context, directory } = fixture;
  const cache = join(directory, 'cache');
  await mkdir(cache);
  await writeFile(join(cache, 'thumb'), 'before');
  const engine = engineOf(context, () => Promise.resolve());
  const stack = await engine.addStack({
    folders: [join(directory, 'app'), cache],
    name: 'two',
    storage: join(directory, 'two'),
  });
  const ids = (await engine.coverage(stack.id)).sources.map(({ id }) => id);
  const cacheId = ids.find((id) => id.includes('cache')) ?? '';
  const appId = ids.find((id) => id !== cacheId) ?? '';
  return { fixture, engine, stack, cache, cacheId, appId };
}

describe('a stack with settings of its own', () => {
  it('is backed up by them when nothing is said, and otherwise when it is', async () => {
    const { fixture, engine, stack, cacheId, appId } = await makeTwoFolders();
    await using _ = fixture;
    await engine.setBackupSettings('two', { format: 'gzip', level: 1, leftOut: [cacheId] });

    const preview = await engine.previewBackup({ stack: 'two' });
    expect(preview).toMatchObject({ format: 'gzip', level: 1, refusals: [] });
    expect(preview.sources.map(({ id }) => id)).toEqual([appId]);
    expect(preview.leftOut).toMatchObject([{ id: cacheId, kind: 'folder' }]);

    const own = await engine.backup({ stack: 'two' }).result;
    expect(own).toMatchObject({ format: 'gzip', level: 1, verified: true });
    expect(own.sources.map(({ id }) => id)).toEqual([appId]);
    const said = await engine.backup({ stack: 'two', format: 'zstd', only: [cacheId, appId] }).result;
    expect(said).toMatchObject({ format: 'zstd', level: 3, verified: true });
    expect(said.sources.map(({ id }) => id).toSorted()).toEqual([appId, cacheId].toSorted());
    expect((await engine.stacks()).find(({ id }) => id === stack.id)?.backup.leftOut).toEqual([cacheId]);
  });

  it('says of a source that it is excluded, also when older backups hold it', async () => {
    const { fixture, engine, cacheId, appId } = await makeTwoFolders();
    await using _ = fixture;
    await engine.backup({ stack: 'two' }).result;
    const states = async () =>
      Object.fromEntries((await engine.coverage('two')).sources.map(({ id, state }) => [id, state]));
    expect(await states()).toEqual({ [appId]: 'covered', [cacheId]: 'covered' });
    await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    expect(await states()).toEqual({ [appId]: 'covered', [cacheId]: 'excluded' });
    await engine.backup({ stack: 'two' }).result;
    await engine.setBackupSettings('two', standardStackBackup);
    expect(await states()).toEqual({ [appId]: 'covered', [cacheId]: 'left-out' });
  });

  it('keeps what is left out untouched by a rollback to a backup without it', async () => {
    const { fixture, engine, cache, cacheId, appId } = await makeTwoFolders();
    await using _ = fixture;
    const letter = join(fixture.directory, 'app', 'docs', 'letter.txt');
    const before = await readFile(letter, 'utf8');
    await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    const { id } = await engine.backup({ stack: 'two' }).result;
    await writeFile(letter, 'changed');
    await writeFile(join(cache, 'thumb'), 'after');

    const plan = await engine.planRollback({ backup: id });
    expect(plan.replaces.map(({ sourceId }) => sourceId)).toEqual([appId]);
    expect(plan.keeps).toContainEqual({ what: cacheId, reason: 'not-in-backup' });
    const { jobId, result } = engine.rollback(plan);
    const { safetyBackup } = await result;
    expect(await readFile(letter, 'utf8')).toBe(before);
    expect(await readFile(join(cache, 'thumb'), 'utf8')).toBe('after');
    // Only what is replaced has to be safe.
    expect((await engine.findBackup(safetyBackup ?? '')).sources.map((source) => source.id)).toEqual([appId]);
    await engine.undo(jobId).result;
    expect(await readFile(letter, 'utf8')).toBe('changed');
    expect(await readFile(join(cache, 'thumb'), 'utf8')).toBe('after');
  });

  it('is saved safely before a rollback that replaces what it leaves out', async () => {
    const { fixture, engine, cache, cacheId, appId } = await makeTwoFolders();
    await using _ = fixture;
    const { id } = await engine.backup({ stack: 'two' }).result;
    await writeFile(join(cache, 'thumb'), 'after');
    await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    const { safetyBackup } = await engine.rollback(await engine.planRollback({ backup: id })).result;
    expect(await readFile(join(cache, 'thumb'), 'utf8')).toBe('before');
    const saved = (await engine.findBackup(safetyBackup ?? '')).sources.map((source) => source.id);
    expect(saved.toSorted()).toEqual([appId, cacheId].toSorted());
  });

  it('has a source in that comes later', async () => {
    const { fixture, engine, stack, cacheId } = await makeTwoFolders();
    await using _ = fixture;
    const changed = await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    const third = join(fixture.directory, 'third');
    await mkdir(third);
    const { definition } = stack;
    if (definition.kind !== 'folder') throw new Error('not a folder stack');
    fixture.context.catalog.stacks.update({
      ...changed,
      definition: { ...definition, directories: [...definition.directories, third] },
    });
    expect((await engine.previewBackup({ stack: 'two' })).sources.some(({ id }) => id.includes('third'))).toBe(true);
  });

  it('is refused before anything begins when all that it has left is left out', async () => {
    const { fixture, engine, stack, appId } = await makeTwoFolders();
    await using _ = fixture;
    const changed = await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [appId] });
    const { definition } = stack;
    if (definition.kind !== 'folder') throw new Error('not a folder stack');
    fixture.context.catalog.stacks.update({
      ...changed,
      definition: { ...definition, directories: definition.directories.slice(0, 1) },
    });
    expect(await engine.previewBackup({ stack: 'two' })).toMatchObject({ refusals: [{ code: 'STACK_EMPTY' }] });
    await expect(engine.backup({ stack: 'two' }).result).rejects.toMatchObject({ code: 'STACK_EMPTY' });
  });
});

describe('changing the settings', () => {
  it('is refused as a whole, and changes nothing', async () => {
    const { fixture, engine, cacheId, appId } = await makeTwoFolders();
    await using _ = fixture;
    const refused = async (change: Partial<typeof standardStackBackup>): Promise<unknown> =>
      engine.setBackupSettings('two', { ...standardStackBackup, ...change }).catch((error: unknown) => error);
    expect(await refused({ level: 20 })).toMatchObject({ code: 'LEVEL_OUT_OF_RANGE' });
    expect(await refused({ leftOut: [cacheId, appId] })).toMatchObject({ code: 'LEFT_OUT_ALL' });
    expect(await refused({ level: 9, leftOut: ['folder/nothing'] })).toMatchObject({
      code: 'LEFT_OUT_UNKNOWN',
      params: { source: 'folder/nothing', stack: 'two', sources: `${appId}, ${cacheId}` },
    });
    expect((await engine.stacks()).map(({ backup }) => backup)).toEqual([standardStackBackup, standardStackBackup]);
    await expect(engine.setBackupSettings('nobody', standardStackBackup)).rejects.toMatchObject({
      code: 'STACK_NOT_FOUND',
    });
  });

  it('needs no Docker unless something is newly left out', async () => {
    await using fixture = await makeEngine();
    const { context, stack } = fixture;
    const definition = { kind: 'compose', project: 'p', files: [], workingDirectory: null, exclude: [] } as const;
    const leaving = { format: 'zstd', level: 3, leftOut: ['volume/a', 'volume/b'] } as const;
    context.catalog.stacks.update({ ...stack, definition, backup: leaving });
    const less = { format: 'gzip', level: 9, leftOut: ['volume/b'] } as const;
    expect(await setBackupSettings(context, 'shop', less)).toMatchObject({ backup: less });
    const more = setBackupSettings(context, 'shop', { ...less, leftOut: ['volume/b', 'volume/c'] });
    await expect(more).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE' });
    expect(context.catalog.stacks.get(stack.id)?.backup).toEqual(less);
  });

  it('keeps what another call changes while the stack is looked at', async () => {
    const { fixture, cacheId } = await makeTwoFolders();
    await using _ = fixture;
    const { context } = fixture;
    const setting = setBackupSettings(context, 'two', { ...standardStackBackup, leftOut: [cacheId, cacheId] });
    setExclude(context, 'two', ['*.log']);
    await setting;
    expect(context.catalog.stacks.findByNameOrId('two')).toMatchObject({
      definition: { exclude: ['*.log'] },
      backup: { leftOut: [cacheId] },
    });
  });

  it('is not lost by a migration of the storage that was at work meanwhile', async () => {
    const { fixture, engine, cacheId } = await makeTwoFolders();
    await using _ = fixture;
    await engine.backup({ stack: 'two' }).result;
    const storage = join(fixture.directory, 'elsewhere');
    const stop = engine.onJob(({ progress }) => {
      if (progress.phase === 'migrating') setExclude(fixture.context, 'two', [cacheId]);
    });
    await engine.migrateStorage('two', storage).result;
    stop();
    expect(fixture.context.catalog.stacks.findByNameOrId('two')).toMatchObject({
      storage,
      definition: { exclude: [cacheId] },
    });
  });
});

describe('leaving sources out', () => {
  it.each([
    ['one of two', ['a', 'b'], ['a'], [], null],
    ['one that is gone and was left out before', ['a', 'b'], ['gone'], ['gone'], null],
    ['one that was never there', ['a', 'b'], ['c'], [], 'LEFT_OUT_UNKNOWN'],
    ['all that there are', ['a', 'b'], ['a', 'b'], ['a'], 'LEFT_OUT_ALL'],
    ['all, and one that is gone', ['a'], ['a', 'gone'], ['gone'], 'LEFT_OUT_ALL'],
    ['anything of nothing', [], ['a'], [], 'LEFT_OUT_UNKNOWN'],
  ] as const)('%s', (_case, sources, leftOut, known, code) => {
    const check = () => assertLeavable('shop', sources, leftOut, known);
    if (code === null) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['en', ['b'], 'shop has no source b to leave out. It has: a, c. Nothing was changed.'],
    ['en', ['a', 'c'], 'With this, nothing of shop would be backed up. Nothing was changed.'],
    ['zh-CN', ['b'], 'shop 没有数据源 b，无法排除。它的数据源有：a, c。未做任何更改。'],
    ['zh-CN', ['a', 'c'], '这样 shop 就没有任何内容会被备份。未做任何更改。'],
  ] as const)('is refused in %s: %j', (language, leftOut, sentence) => {
    try {
      assertLeavable('shop', ['a', 'c'], leftOut, []);
      expect.unreachable();
    } catch (error) {
      expect(hasCode(error, 'LEFT_OUT_UNKNOWN') || hasCode(error, 'LEFT_OUT_ALL')).toBe(true);
      expect(createTranslator(language).error(reportOf(error), 0).message).toBe(sentence);
    }
  });
});
