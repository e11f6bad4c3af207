import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MigrateReport } from '../../../shared/model/report.ts';
import { openPack } from '../archive/pack-reader.ts';
import { verifyBackup } from './verify.ts';
import { findBackup, packPathOf } from './backup-lookup.ts';
import { migrateStorage } from './migrate.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';

async function migrate(engine: EngineFixture, directory: string): Promise<MigrateReport> {
  const stack = engine.context.catalog.stacks.get(engine.stack.id) ?? engine.stack;
  return engine.run('migrate', async (job) => migrateStorage(engine.context, job, [stack], directory));
}

async function flip(file: string): Promise<void> {
  const content = await readFile(file);
  content.writeUInt8(content.readUInt8(100) ^ 1, 100);
  await writeFile(file, content);
}

describe('migration of the storage', () => {
  it('moves every pack, the records and the storage, and leaves nothing behind', async () => {
    await using engine = await makeEngine();
    const backups = [await engine.backUp(), await engine.backUp()];
    const fresh = join(engine.directory, 'new', 'place');
    const report = await migrate(engine, fresh);
    expect(report).toMatchObject({ storage: fresh, moved: 2, already: 0 });
    expect(await readdir(join(engine.directory, 'storage'))).toEqual([]);
    expect(engine.context.catalog.stacks.get(engine.stack.id)?.storage).toBe(fresh);
    for (const { id } of backups) {
      const view = findBackup(engine.context, id);
      expect(view).toMatchObject({ missing: false, verified: true, path: join(fresh, 'shop', view.name) });
      await expect(engine.run('verify', async (job) => verifyBackup(engine.context, job, view))).resolves.toMatchObject(
        { name: view.name },
      );
    }
    expect(await migrate(engine, fresh)).toMatchObject({ moved: 0, already: 2, bytes: 0 });
  });

  it('goes on after a failure in the middle, and removes no source that was not read back', async () => {
    await using engine = await makeEngine();
    const first = await engine.backUp();
    const second = await engine.backUp();
    const fresh = join(engine.directory, 'new');
    const part = join(packPathOf(second), (await openPack(packPathOf(second))).manifest.parts[0]?.part ?? '');
    await flip(part);
    await expect(migrate(engine, fresh)).rejects.toMatchObject({ code: 'PACK_CORRUPT', params: { pack: second.name } });
    expect(findBackup(engine.context, first.id).path).toBe(join(fresh, 'shop', first.name));
    expect(findBackup(engine.context, second.id)).toMatchObject({ path: second.path, missing: false });
    expect(await readdir(join(fresh, 'shop'))).not.toContain(second.name);
    expect(engine.context.catalog.stacks.get(engine.stack.id)?.storage).toBe(engine.stack.storage);
    await flip(part);
    expect(await migrate(engine, fresh)).toMatchObject({ moved: 1, already: 1 });
    expect(await readdir(engine.stack.storage)).toEqual([]);
  });

  it('reads a pack that is at both places back at the target before the source goes', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const fresh = join(engine.directory, 'new');
    const other = join(engine.directory, 'other');
    await migrate(engine, fresh);
    // The state after a crash between the copy's name and the removal of the source.
    await cp(join(fresh, 'shop', backup.name), join(other, 'shop', backup.name), { recursive: true });
    const part = join(
      other,
      'shop',
      backup.name,
      (await openPack(join(fresh, 'shop', backup.name))).manifest.parts[0]?.part ?? '',
    );
    await flip(part);
    await expect(migrate(engine, other)).rejects.toMatchObject({ code: 'PACK_CORRUPT' });
    expect(findBackup(engine.context, backup.id)).toMatchObject({
      missing: false,
      path: join(fresh, 'shop', backup.name),
    });
    await flip(part);
    expect(await migrate(engine, other)).toMatchObject({ moved: 0, already: 1 });
    expect(await readdir(fresh)).toEqual([]);
  });

  it('deletes nothing when the new storage is the old one by another way', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const alias = join(engine.directory, 'alias');
    await symlink(engine.stack.storage, alias);
    expect(await migrate(engine, alias)).toMatchObject({ moved: 0, already: 1 });
    expect(findBackup(engine.context, backup.id).missing).toBe(false);
    const half = join(engine.directory, 'half');
    await mkdir(half);
    await symlink(join(engine.stack.storage, 'shop'), join(half, 'shop'));
    expect(await migrate(engine, half)).toMatchObject({ moved: 0, already: 1 });
    expect(findBackup(engine.context, backup.id).missing).toBe(false);
  });

  it.for([
    ['', 'the storage'],
    ['shop', 'the folder of the packs'],
  ] as const)('keeps what arrived by a link (%s) when it is repeated by the true path', async ([linked]) => {
    await using engine = await makeEngine();
    const first = await engine.backUp();
    const second = await engine.backUp();
    const disk = join(engine.directory, 'disk');
    const link = join(engine.directory, 'link');
    await mkdir(join(disk, linked), { recursive: true });
    if (linked !== '') await mkdir(link);
    await symlink(join(disk, linked), join(link, linked));
    const part = join(packPathOf(second), (await openPack(packPathOf(second))).manifest.parts[0]?.part ?? '');
    await flip(part);
    await expect(migrate(engine, link)).rejects.toMatchObject({ code: 'PACK_CORRUPT' });
    await flip(part);
    expect(await migrate(engine, disk)).toMatchObject({ moved: 1, already: 1 });
    expect((await readdir(join(disk, 'shop'))).filter((name) => name.startsWith('backup_'))).toHaveLength(2);
    for (const { id, name } of [first, second])
      expect(findBackup(engine.context, id)).toMatchObject({ missing: false, path: join(disk, 'shop', name) });
  });

  it('takes a pack once that is recorded by a link to where it is', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const link = join(engine.directory, 'link');
    await symlink(engine.stack.storage, link);
    engine.context.catalog.backups.update(backup.id, { path: join(link, 'shop', backup.name) });
    const fresh = join(engine.directory, 'new');
    expect(await migrate(engine, fresh)).toMatchObject({ moved: 1, already: 0 });
    expect(findBackup(engine.context, backup.id)).toMatchObject({
      missing: false,
      path: join(fresh, 'shop', backup.name),
    });
  });

  it('removes from the old folder nothing that another installation has put on its way out', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const [ended] = engine.context.catalog.jobs.list(1);
    const old = join(engine.stack.storage, 'shop');
    await mkdir(join(old, `.trash-foreign1-${backup.name}`));
    await mkdir(join(old, `.trash-${ended?.id}-${backup.name}`));
    await migrate(engine, join(engine.directory, 'new'));
    expect(await readdir(old)).toEqual([`.trash-foreign1-${backup.name}`]);
  });

  it('refuses a name that another pack has, and a place inside a pack', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    await expect(migrate(engine, join(packPathOf(backup), 'inside'))).rejects.toMatchObject({ code: 'PATH_UNSAFE' });
    await using other = await makeEngine();
    const foreign = await other.backUp();
    const fresh = join(engine.directory, 'new');
    await cp(packPathOf(foreign), join(fresh, 'shop', backup.name), { recursive: true });
    await expect(migrate(engine, fresh)).rejects.toMatchObject({ code: 'PACK_NAME_TAKEN' });
    expect(findBackup(engine.context, backup.id)).toMatchObject({ missing: false, path: backup.path });
  });

  it('refuses a storage that cannot be made', async () => {
    await using engine = await makeEngine();
    const file = join(engine.directory, 'file');
    await writeFile(file, 'no folder');
    await expect(migrate(engine, join(file, 'new'))).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
  });
});
