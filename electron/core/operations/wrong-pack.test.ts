import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { canonicalJson } from '../archive/canonical-json.ts';
import { packFile } from '../archive/pack-layout.ts';
import { openPack } from '../archive/pack-reader.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { findBackup, packPathOf } from './backup-lookup.ts';
import { deleteBackup } from './delete.ts';
import { exportBackup } from './export.ts';
import { migrateStorage } from './migrate.ts';
import { planRollback } from './rollback-plan.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';
import { verifyBackup } from './verify.ts';

const foreign = { code: 'PACK_FOREIGN' };

async function replaceByNext(engine: EngineFixture): Promise<{ one: BackupView; two: BackupView }> {
  const one = await engine.backUp();
  await writeFile(join(engine.directory, 'app', 'x'), 'another day');
  const two = await engine.backUp();
  await rm(packPathOf(one), { recursive: true });
  await cp(packPathOf(two), packPathOf(one), { recursive: true });
  return { one, two };
}

/** A pack with the same id that says something else, whole in itself. */
async function forge(path: string): Promise<void> {
  const { manifest, done } = await openPack(path);
  const text = canonicalJson({ ...manifest, appVersion: '6.6.6' });
  await writeFile(join(path, packFile.manifest), text);
  const manifestSha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(join(path, packFile.done), canonicalJson({ ...done, manifestSha256 }));
}

async function verify(engine: EngineFixture, backup: BackupView) {
  return engine.run('verify', async (job) => verifyBackup(engine.context, job, backup));
}

describe('another pack in the place of a backup', () => {
  it('is not verified as that backup', async () => {
    await using engine = await makeEngine();
    const { one, two } = await replaceByNext(engine);
    await expect(verify(engine, one)).rejects.toMatchObject({
      ...foreign,
      params: { stack: one.name, other: two.name },
    });
    expect(findBackup(engine.context, one.id)).toMatchObject({ verified: false, error: foreign });
    await expect(verify(engine, two)).resolves.toMatchObject({ name: two.name });
  });

  it('is neither rolled back to nor exported nor deleted', async () => {
    await using engine = await makeEngine();
    const { one } = await replaceByNext(engine);
    const { context } = engine;
    const plan = { scope: 'full', only: [], exclude: [], safetyBackup: false } as const;
    await expect(planRollback(context, one, plan)).rejects.toMatchObject(foreign);
    const out = join(engine.directory, 'out');
    await mkdir(out);
    await expect(
      engine.run('export', async (job) => exportBackup(job, one, out, { singleFile: false })),
    ).rejects.toMatchObject(foreign);
    await expect(engine.run('delete', async (job) => deleteBackup(context, job, one))).rejects.toMatchObject(foreign);
    expect((await openPack(packPathOf(one))).manifest.packId).not.toBe(one.packId);
    expect(findBackup(context, one.id).missing).toBe(false);
  });

  it('is not deleted when it is damaged either', async () => {
    await using engine = await makeEngine();
    const { one } = await replaceByNext(engine);
    await rm(join(packPathOf(one), packFile.manifest));
    await expect(engine.run('delete', async (job) => deleteBackup(engine.context, job, one))).rejects.toMatchObject(
      foreign,
    );
  });

  it('is not moved as that backup', async () => {
    await using engine = await makeEngine();
    const { one } = await replaceByNext(engine);
    const elsewhere = join(engine.directory, 'elsewhere', one.name);
    await mkdir(join(engine.directory, 'elsewhere'));
    await rename(packPathOf(one), elsewhere);
    engine.context.catalog.backups.update(one.id, { path: elsewhere });
    await expect(
      engine.run('migrate', async (job) =>
        migrateStorage(engine.context, job, [engine.stack], join(engine.directory, 'new')),
      ),
    ).rejects.toMatchObject(foreign);
  });

  it('is found also when it bears the same id', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    await forge(packPathOf(backup));
    await expect(verify(engine, backup)).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      params: { pack: backup.name, part: packFile.manifest },
    });
    expect(findBackup(engine.context, backup.id).verified).toBe(false);
    await engine.run('delete', async (job) => deleteBackup(engine.context, job, backup));
    await expect(readFile(join(packPathOf(backup), packFile.done))).rejects.toThrow(/ENOENT/u);
  });
});

describe('a backup that was good', () => {
  it('is not, when a file of its pack cannot be read', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const verifying = engine.run('verify', async (job) => {
      vi.spyOn(job, 'step').mockImplementationOnce(async (_name, _args, act) => {
        await rm(join(packPathOf(backup), packFile.restore));
        return act();
      });
      return verifyBackup(engine.context, job, backup);
    });
    await expect(verifying).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(findBackup(engine.context, backup.id)).toMatchObject({ verified: false, error: { code: 'FILE_FAILED' } });
  });

  it('stays so when its verification is cancelled', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const { context } = engine;
    const running = context.runner.start(
      { kind: 'verify', stackId: engine.stack.id, stack: engine.stack.name, trigger: 'test' },
      async (job) => {
        context.runner.cancel(job.id);
        return verifyBackup(context, job, backup);
      },
    );
    await expect(running.result).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
    expect(findBackup(context, backup.id)).toMatchObject({ verified: true, error: null });
  });
});

describe('deleting a backup whose pack is not there', () => {
  it('is refused when its storage is not there either', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    await rename(engine.stack.storage, `${engine.stack.storage}-unplugged`);
    const deleting = engine.run('delete', async (job) => deleteBackup(engine.context, job, backup));
    await expect(deleting).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
    expect(findBackup(engine.context, backup.id)).toMatchObject({ missing: true });
  });

  it('forgets it when the rest of its storage is there', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    await rm(packPathOf(backup), { recursive: true });
    await engine.run('delete', async (job) => deleteBackup(engine.context, job, backup));
    expect(engine.context.catalog.backups.get(backup.id)).toBeNull();
  });
});

it('a damaged backup can be deleted', async () => {
  await using engine = await makeEngine();
  const backup = await engine.backUp();
  await writeFile(join(packPathOf(backup), packFile.manifest), 'scrambled');
  await rm(join(packPathOf(backup), packFile.done));
  await engine.run('delete', async (job) => deleteBackup(engine.context, job, backup));
  expect(engine.context.catalog.backups.get(backup.id)).toBeNull();
  await expect(readdir(join(engine.stack.storage, 'shop'))).resolves.not.toContain(backup.name);
});
