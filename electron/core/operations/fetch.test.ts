import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectWhole } from '../replica/testing/copy-bench.ts';
import { adoptPacks, replicaPacks } from './adopt.ts';
import { findBackup } from './backup-lookup.ts';
import { deleteBackup } from './delete.ts';
import { fetchBackup } from './fetch.ts';
import { copyAll } from './replicate.ts';
import { addReplica } from './replica-setup.ts';
import { verifyCopy } from './replica-verify.ts';
import { runRollback } from './rollback.ts';
import { planRollback } from './rollback-plan.ts';
import { packsFolder } from './storage.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { addFolderReplica } from './testing/replica-fixture.ts';

const whole = { scope: 'full', only: [], exclude: [], safetyBackup: false } as const;

describe('a backup whose files are only on a target', () => {
  it('is refused by a rollback, which says to fetch it; fetched, it is good and can be planned', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { folder } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await rm(backup.path ?? '', { recursive: true });
    const missing = findBackup(context, backup.id);
    await expect(planRollback(context, missing, whole)).rejects.toMatchObject({
      code: 'REPLICA_FETCH_FIRST',
      params: { backup: backup.name, replica: 'disk' },
    });
    const fetched = await engine.run('fetch', async (job) => fetchBackup(context, job, missing));
    expect(fetched).toMatchObject({ id: backup.id, path: backup.path, verified: true });
    expect(await expectWhole(folder)).toEqual([backup.name]);
    expect(findBackup(context, backup.id).missing).toBe(false);
    expect((await planRollback(context, findBackup(context, backup.id), whole)).plan.backup.id).toBe(backup.id);
    expect(await readdir(join(packsFolder(engine.stack), '_tmp'))).toEqual([]);
  });

  it('comes from the next target when the first one has lost or spoilt it', async () => {
    await using engine = await makeEngine();
    const first = await addFolderReplica(engine);
    const second = await addFolderReplica(engine, { name: 'stick' });
    const backup = await engine.backUp();
    await rm(backup.path ?? '', { recursive: true });
    await rm(join(second.folder, backup.name), { recursive: true });
    const fetched = await engine.run('fetch', async (job) =>
      fetchBackup(engine.context, job, findBackup(engine.context, backup.id)),
    );
    expect(fetched.verified).toBe(true);
    expect(await expectWhole(first.folder)).toEqual([backup.name]);
    expect(engine.context.catalog.replicaCopies.get(second.replica.id, backup.id)).toMatchObject({ state: 'missing' });
  });

  it('stays known on a target that is not mounted: an empty folder says nothing of its copies', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica, folder } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await rm(backup.path ?? '', { recursive: true });
    await rename(folder, `${folder}-away`);
    await mkdir(folder);
    const fetching = engine.run('fetch', async (job) => fetchBackup(context, job, findBackup(context, backup.id)));
    await expect(fetching).rejects.toMatchObject({ code: 'REPLICA_MARK_MISSING' });
    expect(context.catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({ state: 'verified', reason: null });
    expect(context.catalog.replicas.get(replica.id)?.fault).toMatchObject({ code: 'REPLICA_MARK_MISSING' });
  });

  it('is offered from a target that was away when its copy was last looked at', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica, folder } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await rename(folder, `${folder}-away`);
    await expect(
      engine.run('replicate', async (job) => copyAll(context, job, replica, [backup.id])),
    ).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
    await rename(`${folder}-away`, folder);
    await rm(backup.path ?? '', { recursive: true });
    const fetched = await engine.run('fetch', async (job) => fetchBackup(context, job, findBackup(context, backup.id)));
    expect(fetched).toMatchObject({ id: backup.id, verified: true });
  });

  it('is not fetched over a pack that is here', async () => {
    await using engine = await makeEngine();
    await addFolderReplica(engine);
    const backup = await engine.backUp();
    await expect(engine.run('fetch', async (job) => fetchBackup(engine.context, job, backup))).rejects.toMatchObject({
      code: 'PACK_NAME_TAKEN',
    });
  });
});

describe('a rollback', () => {
  it('waits for no target: none that is required and away refuses it, and its safety backup is copied later', async () => {
    await using engine = await makeEngine();
    const { context, directory } = engine;
    const { replica, folder } = await addFolderReplica(engine, { required: true });
    const backup = await engine.backUp();
    await rename(folder, `${folder}-away`);
    await writeFile(join(directory, 'app', 'docs', 'letter.txt'), 'spoilt');
    const { plan } = await planRollback(context, backup, { ...whole, safetyBackup: true });
    const result = await engine.run('rollback', async (job) =>
      runRollback(context, job, plan, { acceptMajorVersion: false }),
    );
    expect(await readFile(join(directory, 'app', 'docs', 'letter.txt'), 'utf8')).toMatch(/^dear reader/u);
    const waiting = context.catalog.replicaCopies.open();
    expect(waiting).toMatchObject([{ replicaId: replica.id, backup: result.safetyBackup, state: 'waiting', tries: 0 }]);
  });
});

describe('adopting what is on a target', () => {
  it('makes records in a catalog that knows nothing of it, which can then be fetched', async () => {
    await using there = await makeEngine();
    const { folder } = await addFolderReplica(there);
    const backup = await there.backUp();
    await using here = await makeEngine();
    const place = { kind: 'folder' as const, path: folder, sameDevice: true };
    const settings = { name: 'old disk', required: false, limit: null, retention: { days: null, count: null } };
    const replica = await addReplica(here.context, here.stack, place, null, settings);
    const adopt = async () => here.run('adopt', async (job) => adoptPacks(here.context, job, replica));
    expect(await replicaPacks(here.context, replica)).toMatchObject([{ name: backup.name, backupId: null }]);
    expect(await adopt()).toEqual({ found: 1, added: 1, known: 0, incomplete: [] });
    expect(await adopt()).toEqual({ found: 1, added: 0, known: 1, incomplete: [] });
    const adopted = findBackup(here.context, backup.name);
    expect(adopted).toMatchObject({ missing: true, verified: false, path: null, packId: backup.packId });
    const fetched = await here.run('fetch', async (job) => fetchBackup(here.context, job, adopted));
    expect(fetched).toMatchObject({ verified: true, path: join(packsFolder(here.stack), backup.name) });
  });

  it('brings back the record of a backup that was deleted here, once', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await engine.run('delete', async (job) => deleteBackup(context, job, backup));
    expect(context.catalog.replicaCopies.ofReplica(replica.id)).toMatchObject([{ backupId: backup.id }]);
    await engine.run('adopt', async (job) => adoptPacks(context, job, replica));
    const adopted = findBackup(context, backup.name);
    expect(adopted.id).not.toBe(backup.id);
    expect(context.catalog.replicaCopies.ofReplica(replica.id)).toMatchObject([{ backupId: adopted.id }]);
  });

  it('does not call a copy good again that was read back and is damaged', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica, folder } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    const part = join(folder, backup.name, 'RESTORE.md');
    const text = await readFile(part, 'utf8');
    await writeFile(part, `x${text.slice(1)}`);
    await expect(engine.run('verify', async (job) => verifyCopy(context, job, replica, backup))).rejects.toMatchObject({
      code: 'REPLICA_COPY_CORRUPT',
    });
    await engine.run('adopt', async (job) => adoptPacks(context, job, replica));
    expect(context.catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({
      state: 'waiting',
      verifiedAt: null,
      reason: { code: 'REPLICA_COPY_CORRUPT' },
    });
  });

  it('counts what is not whole, and makes no record of it', async () => {
    await using engine = await makeEngine();
    const { replica, folder } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await engine.run('delete', async (job) => deleteBackup(engine.context, job, backup));
    await rm(join(folder, backup.name, 'DONE'));
    const report = await engine.run('adopt', async (job) => adoptPacks(engine.context, job, replica));
    expect(report).toMatchObject({ found: 0, added: 0, incomplete: [{ name: backup.name }] });
    expect(engine.context.catalog.backups.list()).toEqual([]);
  });
});

describe('verifying a copy', () => {
  const verified = async (
    engine: Awaited<ReturnType<typeof makeEngine>>,
    spoil: (copy: string, folder: string) => Promise<void>,
  ) => {
    const { replica, folder } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    await spoil(join(folder, backup.name), folder);
    const outcome = await engine
      .run('verify', async (job) => verifyCopy(engine.context, job, replica, backup))
      .then(({ name }) => name)
      .catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : error));
    return { outcome, row: engine.context.catalog.replicaCopies.get(replica.id, backup.id), backup };
  };

  it('says so when all of it reads back', async () => {
    await using engine = await makeEngine();
    const { outcome, row, backup } = await verified(engine, async () => Promise.resolve());
    expect(outcome).toBe(backup.name);
    expect(row).toMatchObject({ state: 'verified', reason: null });
  });

  it('has one that is damaged made anew', async () => {
    await using engine = await makeEngine();
    const { outcome, row, backup } = await verified(engine, async (copy) => writeFile(join(copy, 'RESTORE.md'), 'x'));
    expect(outcome).toBe('REPLICA_COPY_INCOMPLETE');
    expect(row).toMatchObject({ state: 'waiting', verifiedAt: null });
    const next = await engine.backUp();
    const folder = join(engine.directory, 'disk');
    expect(await expectWhole(folder)).toEqual([backup.name, next.name].toSorted());
    expect((await readdir(folder)).filter((name) => name.startsWith('_aside_'))).toHaveLength(1);
  });

  it('says that one is gone', async () => {
    await using engine = await makeEngine();
    const { outcome, row } = await verified(engine, async (copy) => rm(copy, { recursive: true }));
    expect(outcome).toBe('REPLICA_COPY_NOT_FOUND');
    expect(row).toMatchObject({ state: 'missing' });
  });

  it('does not take the copy of another pack for it that has its name', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { replica } = await addFolderReplica(engine);
    const backup = await engine.backUp();
    const other = { ...backup, packId: '22222222-2222-4222-8222-222222222222' };
    await expect(engine.run('verify', async (job) => verifyCopy(context, job, replica, other))).rejects.toMatchObject({
      code: 'PACK_FOREIGN',
    });
    expect(context.catalog.replicaCopies.get(replica.id, backup.id)).toMatchObject({
      state: 'failed',
      verifiedAt: null,
      reason: { code: 'PACK_FOREIGN' },
    });
  });

  it('says nothing of it when the target is another one', async () => {
    await using engine = await makeEngine();
    const { outcome, row } = await verified(engine, async (_, folder) => {
      await rename(folder, `${folder}-away`);
      await mkdir(folder);
    });
    expect(outcome).toBe('REPLICA_MARK_MISSING');
    expect(row).toMatchObject({ state: 'verified' });
    expect(engine.context.catalog.replicas.list()[0]?.fault).toMatchObject({ code: 'REPLICA_MARK_MISSING' });
  });
});
