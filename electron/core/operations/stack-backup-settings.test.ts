import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import type { ErrorReport } from '../../../shared/errors.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import { reportOf } from '../errors.ts';
import { assertLeavable, setBackupSettings } from './stack-backup-settings.ts';
import { setExclude } from './stack-registry.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { makeTwoFolders } from './testing/two-folders.ts';

/** Null when the act is done. */
function refusalOf(act: () => void): ErrorReport | null {
  try {
    act();
    return null;
  } catch (error) {
    return reportOf(error);
  }
}

describe('changing the settings', () => {
  it('is refused as a whole, and changes nothing', async () => {
    await using two = await makeTwoFolders();
    const { engine, cacheId, appId } = two;
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
    await using two = await makeTwoFolders();
    const { context, cacheId } = two;
    const setting = setBackupSettings(context, 'two', { ...standardStackBackup, leftOut: [cacheId, cacheId] });
    setExclude(context, 'two', ['*.log']);
    await setting;
    expect(context.catalog.stacks.findByNameOrId('two')).toMatchObject({
      definition: { exclude: ['*.log'] },
      backup: { leftOut: [cacheId] },
    });
  });

  it('is not lost by a migration of the storage that was at work meanwhile', async () => {
    await using two = await makeTwoFolders();
    const { engine, cacheId } = two;
    await engine.backup({ stack: 'two' }).result;
    const storage = join(two.directory, 'elsewhere');
    const stop = engine.onJob(({ progress }) => {
      if (progress.phase === 'migrating') setExclude(two.context, 'two', [cacheId]);
    });
    await engine.migrateStorage('two', storage).result;
    stop();
    expect(two.context.catalog.stacks.findByNameOrId('two')).toMatchObject({
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
    expect(refusalOf(() => assertLeavable('shop', sources, leftOut, known))?.code ?? null).toBe(code);
  });

  it.each([
    ['en', ['b'], 'shop has no source b to leave out. It has: a, c. Nothing was changed.'],
    ['en', ['a', 'c'], 'With this, nothing of shop would be backed up. Nothing was changed.'],
    ['zh-CN', ['b'], 'shop 没有数据源 b，无法排除。它的数据源有：a, c。未做任何更改。'],
    ['zh-CN', ['a', 'c'], '这样 shop 就没有任何内容会被备份。未做任何更改。'],
  ] as const)('is refused in %s: %j', (language, leftOut, sentence) => {
    const refusal = refusalOf(() => assertLeavable('shop', ['a', 'c'], leftOut, [])) ?? {
      code: 'INTERNAL',
      params: {},
    };
    expect(createTranslator(language).error(refusal, 0).message).toBe(sentence);
  });
});
