import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectWhole } from '../replica/testing/copy-bench.ts';
import { runBackup } from './backup.ts';
import { backupOptions } from './backup-options.ts';
import { recover } from './recover.ts';
import { copyAll, waitingFor } from './replicate.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { addFolderReplica } from './testing/replica-fixture.ts';

describe('a backup of a stack with targets', () => {
  it('is copied to all of them inside its own job, read back and marked', async () => {
    await using engine = await makeEngine();
    const { catalog } = engine.context;
    const one = await addFolderReplica(engine);
    const other = await addFolderReplica(engine, { name: 'stick' });
    const backup = await engine.backUp();
    for (const { replica, folder } of [one, other]) {
      expect(await expectWhole(folder)).toEqual([backup.name]);
      expect(catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({
        state: 'verified',
        tries: 0,
        nextTryAt: null,
        reason: null,
        backup: backup.name,
      });
      expect(catalog.replicas.get(replica.id)).toMatchObject({ fault: null, faultSince: null });
    }
    expect(catalog.jobs.get(backup.jobId)).toMatchObject({ status: 'succeeded', warning: null });
  });

  it('is good when a target is gone; its job warns, and its copy waits', async () => {
    await using engine = await makeEngine();
    const { catalog } = engine.context;
    const { replica, folder } = await addFolderReplica(engine);
    await rename(folder, `${folder}-unplugged`);
    const backup = await engine.backUp();
    expect(backup).toMatchObject({ status: 'succeeded', verified: true, error: null });
    expect(catalog.jobs.get(backup.jobId)).toMatchObject({
      status: 'succeeded',
      error: null,
      warning: {
        code: 'REPLICATION_FAILED',
        params: { replica: 'disk', cause: 'REPLICA_PATH_NOT_FOUND', path: folder },
      },
    });
    const row = catalog.replicaCopies.get(replica.id, backup.id);
    expect(row).toMatchObject({ state: 'waiting', tries: 1, reason: { code: 'REPLICA_PATH_NOT_FOUND' } });
    expect(Date.parse(row?.nextTryAt ?? '')).toBeGreaterThan(Date.now() + 4 * 60_000);
    expect(catalog.replicas.get(replica.id)?.fault).toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });

    await rename(`${folder}-unplugged`, folder);
    const next = await engine.backUp();
    expect(await expectWhole(folder)).toEqual([backup.name, next.name].toSorted());
    expect(waitingFor(engine.context, replica)).toEqual([]);
    expect(catalog.replicas.get(replica.id)?.fault).toBeNull();
  });

  it('stays known as copied when it is to be copied again and is not here any more', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await rm(backup.path ?? '', { recursive: true });
    await expect(
      engine.run('replicate', async (job) => copyAll(context, job, replica, [backup.id])),
    ).rejects.toMatchObject({ code: 'BACKUP_FILES_MISSING' });
    expect(context.catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({ state: 'verified', reason: null });
  });

  it('waits while the storage is away: its pack may come back with it', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica, folder } = await addFolderReplica(engine);
    await rename(folder, `${folder}-away`);
    const backup = await engine.backUp();
    await rename(`${folder}-away`, folder);
    const storage = join(engine.directory, 'storage');
    await rename(storage, `${storage}-away`);
    await expect(
      engine.run('replicate', async (job) => copyAll(context, job, replica, [backup.id])),
    ).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
    expect(context.catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({
      state: 'waiting',
      reason: { code: 'STORAGE_UNWRITABLE' },
    });
    await rename(`${storage}-away`, storage);
  });

  it('is refused before anything is copied when a required target is not the one that was set up', async () => {
    await using engine = await makeEngine();
    const { folder } = await addFolderReplica(engine, { required: true });
    await rm(join(folder, '.lifeboat-replica.json'));
    await expect(engine.backUp()).rejects.toMatchObject({ code: 'REPLICA_MARK_MISSING' });
    expect(engine.context.catalog.backups.list()).toMatchObject([
      { status: 'failed', error: { code: 'REPLICA_MARK_MISSING' } },
    ]);
    expect(await readdir(folder)).not.toContain('DONE');
  });

  it('is good when somebody cancels while it is copied; its job ends well with that warning, and the copy waits', async () => {
    await using engine = await makeEngine();
    const { catalog, runner } = engine.context;
    const { replica, folder } = await addFolderReplica(engine);
    const stop = runner.onJob((job) => {
      if (job.progress.phase === 'replicating' && !job.cancelRequested) runner.cancel(job.id);
    });
    const backup = await engine.backUp();
    stop();
    expect(backup).toMatchObject({ status: 'succeeded', verified: true });
    expect(catalog.jobs.get(backup.jobId)).toMatchObject({
      status: 'succeeded',
      error: null,
      warning: { code: 'REPLICATION_FAILED', params: { replica: 'disk', cause: 'JOB_CANCELLED' } },
    });
    expect(catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({
      state: 'waiting',
      tries: 0,
      reason: { code: 'JOB_CANCELLED' },
    });
    expect(await expectWhole(folder)).toEqual([]);
    const next = await engine.backUp();
    expect(await expectWhole(folder)).toEqual([backup.name, next.name].toSorted());
    expect(await readdir(join(folder, '_tmp'))).toEqual([]);
  });

  it('is not copied, and is not refused by a required target, when it was asked for without', async () => {
    await using engine = await makeEngine();
    const { context, stack } = engine;
    const { folder } = await addFolderReplica(engine, { required: true });
    await rename(folder, `${folder}-away`);
    const backup = await engine.run('backup', async (job) =>
      runBackup(context, job, stack, backupOptions({ stack: stack.id, replicate: false }, stack.backup)),
    );
    expect(backup.verified).toBe(true);
    expect(context.catalog.replicaCopies.open()).toEqual([]);
  });

  it('keeps on the target what its retention says, and forgets the rest', async () => {
    await using engine = await makeEngine();
    const { context, stack } = engine;
    const { replica, folder } = await addFolderReplica(engine, { retention: { days: null, count: 2 } });
    const scheduled = async () =>
      engine.run('backup', async (job) =>
        runBackup(context, job, stack, backupOptions({ stack: stack.id, type: 'scheduled' }, stack.backup)),
      );
    const [first, second, third] = [await scheduled(), await scheduled(), await scheduled()];
    expect(await expectWhole(folder)).toEqual([second.name, third.name].toSorted());
    expect(context.catalog.replicaCopies.get(replica.id, first.id)).toBeNull();
    expect(context.catalog.backups.list()).toHaveLength(3);
  });

  it('waits to be copied when its process died between the name of its pack and its record', async () => {
    await using engine = await makeEngine();
    const { context, stack } = engine;
    const { catalog } = context;
    const { replica, folder } = await addFolderReplica(engine);
    await rename(folder, `${folder}-away`);
    const { missing: _missing, ...backup } = await engine.backUp();
    // As it was then: its job is a dead process's, its record has not been written, and nothing waits.
    const job = catalog.jobs.get(backup.jobId);
    if (job === null) throw new Error('no job');
    const dead = { ...job, id: 'dead1', status: 'running' as const, endedAt: null };
    catalog.jobs.insert(dead, { pid: 2 ** 22 + 1, startTime: '1', bootId: 'before' }, 0);
    catalog.journal.intent('dead1', 'preview', { replicate: true });
    catalog.backups.remove(backup.id);
    catalog.replicaCopies.forgetBackup(backup.id);
    catalog.backups.insert({
      ...backup,
      jobId: 'dead1',
      status: 'running',
      verified: false,
      path: null,
      endedAt: null,
    });
    expect((await recover(context)).jobs).toMatchObject([{ id: 'dead1', outcome: 'interrupted' }]);
    expect(catalog.backups.get(backup.id)).toMatchObject({ status: 'succeeded', verified: true, path: backup.path });
    expect(catalog.replicaCopies.open()).toMatchObject([
      { replicaId: replica.id, backupId: backup.id, stackId: stack.id, state: 'waiting', bytes: backup.storedBytes },
    ]);
  });

  it('does not count as copied when its local pack is damaged, and no try is left', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const { replica, folder } = await addFolderReplica(engine);
    await writeFile(join(backup.path ?? '', 'settings.json'), '{}');
    await expect(
      engine.run('replicate', async (job) => copyAll(engine.context, job, replica, [backup.id])),
    ).rejects.toMatchObject({ code: 'PACK_INCOMPLETE' });
    expect(engine.context.catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({ state: 'failed' });
    expect(await expectWhole(folder)).toEqual([]);
    expect(engine.context.catalog.replicas.get(replica.id)?.fault).toBeNull();
  });
});
