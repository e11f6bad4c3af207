import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packPathOf } from './backup-lookup.ts';
import { exportBackup } from './export.ts';
import { importBackup } from './import.ts';
import { migrateStorage } from './migrate.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { makeOversized } from './testing/oversized-pack.ts';

it.each([true, false])(
  'export (single file: %s) refuses a disk that is too small, before anything is written',
  async (singleFile) => {
    await using engine = await makeEngine();
    const made = await engine.backUp();
    const backup = { ...made, checksum: await makeOversized(packPathOf(made)) };
    const to = join(engine.directory, 'usb');
    await mkdir(to);
    const exporting = engine.run('export', async (job) => exportBackup(job, backup, to, { singleFile }));
    await expect(exporting).rejects.toMatchObject({ code: 'SPACE_INSUFFICIENT', params: { path: to } });
    expect(await readdir(to)).toEqual([]);
  },
);

it('migration refuses a disk that is too small, before anything is moved', async () => {
  await using engine = await makeEngine();
  const small = await engine.backUp();
  const large = await engine.backUp();
  await makeOversized(packPathOf(large));
  const fresh = join(engine.directory, 'new');
  const migrating = engine.run('migrate', async (job) => migrateStorage(engine.context, job, [engine.stack], fresh));
  await expect(migrating).rejects.toMatchObject({ code: 'SPACE_INSUFFICIENT' });
  expect(await readdir(join(fresh, 'shop'))).toEqual([]);
  const kept = await readdir(join(engine.stack.storage, 'shop'));
  expect(kept.filter((name) => name !== '_tmp').toSorted()).toEqual([small.name, large.name].toSorted());
});

it('import refuses a disk that is too small, before anything is copied', async () => {
  await using engine = await makeEngine();
  const backup = await engine.backUp();
  const from = join(engine.directory, backup.name);
  await rename(packPathOf(backup), from);
  await makeOversized(from);
  const importing = engine.run('import', async (job) => importBackup(engine.context, job, from, engine.stack));
  await expect(importing).rejects.toMatchObject({ code: 'SPACE_INSUFFICIENT' });
  expect((await readdir(join(engine.stack.storage, 'shop'))).filter((name) => name !== '_tmp')).toEqual([]);
});
