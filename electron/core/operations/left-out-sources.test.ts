import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import { makeTwoFolders } from './testing/two-folders.ts';

describe('a stack with settings of its own', () => {
  it('is backed up by them when nothing is said, and otherwise when it is', async () => {
    await using two = await makeTwoFolders();
    const { engine, stack, cacheId, appId } = two;
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
    await using two = await makeTwoFolders();
    const { engine, cacheId, appId } = two;
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
    await using two = await makeTwoFolders();
    const { engine, cacheId, appId } = two;
    const thumb = join(two.directory, 'cache', 'thumb');
    const letter = join(two.directory, 'app', 'docs', 'letter.txt');
    const before = await readFile(letter, 'utf8');
    await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    const { id } = await engine.backup({ stack: 'two' }).result;
    await writeFile(letter, 'changed');
    await writeFile(thumb, 'after');

    const plan = await engine.planRollback({ backup: id });
    expect(plan.replaces.map(({ sourceId }) => sourceId)).toEqual([appId]);
    expect(plan.keeps).toContainEqual({ what: cacheId, reason: 'not-in-backup' });
    const { jobId, result } = engine.rollback(plan);
    const { safetyBackup } = await result;
    expect(await readFile(letter, 'utf8')).toBe(before);
    expect(await readFile(thumb, 'utf8')).toBe('after');
    // Only what is replaced has to be safe.
    expect((await engine.findBackup(safetyBackup ?? '')).sources.map((source) => source.id)).toEqual([appId]);
    await engine.undo(jobId).result;
    expect(await readFile(letter, 'utf8')).toBe('changed');
    expect(await readFile(thumb, 'utf8')).toBe('after');
  });

  it('is saved safely before a rollback that replaces what it leaves out', async () => {
    await using two = await makeTwoFolders();
    const { engine, cacheId, appId } = two;
    const thumb = join(two.directory, 'cache', 'thumb');
    const { id } = await engine.backup({ stack: 'two' }).result;
    await writeFile(thumb, 'after');
    await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    const { safetyBackup } = await engine.rollback(await engine.planRollback({ backup: id })).result;
    expect(await readFile(thumb, 'utf8')).toBe('before');
    const saved = (await engine.findBackup(safetyBackup ?? '')).sources.map((source) => source.id);
    expect(saved.toSorted()).toEqual([appId, cacheId].toSorted());
  });

  it('has a source in that comes later', async () => {
    await using two = await makeTwoFolders();
    const { engine, stack, cacheId } = two;
    const changed = await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [cacheId] });
    const third = join(two.directory, 'third');
    await mkdir(third);
    const { definition } = stack;
    if (definition.kind !== 'folder') throw new Error('not a folder stack');
    two.context.catalog.stacks.update({
      ...changed,
      definition: { ...definition, directories: [...definition.directories, third] },
    });
    expect((await engine.previewBackup({ stack: 'two' })).sources.some(({ id }) => id.includes('third'))).toBe(true);
  });

  it('is refused before anything begins when all that it has left is left out', async () => {
    await using two = await makeTwoFolders();
    const { engine, stack, appId } = two;
    const changed = await engine.setBackupSettings('two', { ...standardStackBackup, leftOut: [appId] });
    const { definition } = stack;
    if (definition.kind !== 'folder') throw new Error('not a folder stack');
    two.context.catalog.stacks.update({
      ...changed,
      definition: { ...definition, directories: definition.directories.slice(0, 1) },
    });
    expect(await engine.previewBackup({ stack: 'two' })).toMatchObject({ refusals: [{ code: 'STACK_EMPTY' }] });
    await expect(engine.backup({ stack: 'two' }).result).rejects.toMatchObject({ code: 'STACK_EMPTY' });
  });
});
