import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packPathOf } from './backup-lookup.ts';
import { exportBackup } from './export.ts';
import { finishImports } from './finish-imports.ts';
import { importBackup } from './import.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it.each([false, true])(
  'lists a pack whose import died between its name and its record (one file: %s)',
  async (singleFile) => {
    await using engine = await makeEngine();
    const { context, stack } = engine;
    const to = join(engine.directory, 'disk');
    await mkdir(to);
    const backup = await engine.backUp();
    const { path } = await engine.run('export', async (job) => exportBackup(job, backup, to, { singleFile }));
    context.catalog.backups.remove(backup.id);

    await rename(packPathOf(backup), join(engine.directory, 'away'));
    const imported = await engine.run('import', async (job) => importBackup(context, job, path, stack));
    // As the kill leaves it: the pack has its name, the record was never written.
    context.catalog.backups.remove(imported.id);

    const dead = { id: imported.jobId, stackId: stack.id };
    await finishImports(context, dead);
    await finishImports(context, dead);

    const found = context.catalog.backups.list(stack.id);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ packId: backup.packId, path: imported.path, status: 'succeeded', verified: true });
  },
);
