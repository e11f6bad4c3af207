import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPack } from '../archive/pack-reader.ts';
import { exportBackup } from './export.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';

async function target(engine: EngineFixture): Promise<string> {
  const to = join(engine.directory, 'usb disk');
  await mkdir(to);
  return to;
}

describe.each([{ singleFile: false }, { singleFile: true }])('export with singleFile $singleFile', (options) => {
  const ending = options.singleFile ? '.tar' : '';

  it('gives a copy that the ordinary tools accept, and leaves nothing else', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const to = await target(engine);
    const report = await engine.run('export', async (job) => exportBackup(job, backup, to, options));
    expect(report.path).toBe(join(to, `${backup.name}${ending}`));
    expect(await readdir(to)).toEqual([`${backup.name}${ending}`]);
    if (options.singleFile) execFileSync('tar', ['-xf', report.path, '-C', to]);
    const check = execFileSync('env', ['sha256sum', '-c', 'checksums/SHA256SUMS'], {
      cwd: join(to, backup.name),
      encoding: 'utf8',
    });
    expect(check).not.toContain('FAILED');
    const copy = await openPack(join(to, backup.name));
    expect(copy.manifest.packId).toBe(backup.packId);
    expect(report.bytes).toBeGreaterThanOrEqual(copy.done.bytes);
  });

  it('refuses a target that is not there, and a name that is taken', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const to = await target(engine);
    const run = async (folder: string) =>
      engine.run('export', async (job) => exportBackup(job, backup, folder, options));
    await expect(run(join(to, 'gone'))).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
    await writeFile(join(to, 'a file'), '');
    await expect(run(join(to, 'a file'))).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
    await writeFile(join(to, `${backup.name}${ending}`), 'mine');
    await expect(run(to)).rejects.toMatchObject({
      code: 'PACK_NAME_TAKEN',
      params: { path: join(to, `${backup.name}${ending}`) },
    });
    expect(await readFile(join(to, `${backup.name}${ending}`), 'utf8')).toBe('mine');
  });

  it('refuses a place inside a pack, which would spoil that pack', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const inside = join(backup.path ?? '', 'volumes');
    await mkdir(inside);
    const exporting = engine.run('export', async (job) => exportBackup(job, backup, inside, options));
    await expect(exporting).rejects.toMatchObject({ code: 'PATH_UNSAFE' });
    expect(await readdir(inside)).toEqual([]);
  });

  it('keeps names that are too long for a plain header', async () => {
    await using engine = await makeEngine();
    const long = join(engine.directory, 'n'.repeat(120));
    await mkdir(long);
    await writeFile(join(long, 'x'), 'x');
    const definition = { kind: 'folder' as const, directories: [long], sqlite: [], exclude: [] };
    engine.context.catalog.stacks.update({ ...engine.stack, definition });
    const backup = await engine.backUp({ ...engine.stack, definition });
    const to = await target(engine);
    const report = await engine.run('export', async (job) => exportBackup(job, backup, to, options));
    if (options.singleFile) execFileSync('tar', ['-xf', report.path, '-C', to]);
    expect((await openPack(join(to, backup.name))).manifest.parts[0]?.part.length).toBeGreaterThan(100);
  });

  it('never gives a name to a copy of a damaged pack', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const to = await target(engine);
    const [part] = (await openPack(backup.path ?? '')).manifest.parts;
    const file = join(backup.path ?? '', part?.part ?? '');
    const content = await readFile(file);
    content.writeUInt8(content.readUInt8(200) ^ 1, 200);
    writeFileSync(file, content);
    const run = async () => engine.run('export', async (job) => exportBackup(job, backup, to, options));
    await expect(run()).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      params: { pack: backup.name, part: part?.part },
    });
    truncateSync(file, 100);
    await expect(run()).rejects.toMatchObject({ code: 'PACK_INCOMPLETE', params: { pack: backup.name } });
    expect(await readdir(to)).toEqual([]);
  });

  it('leaves nothing when it is cancelled', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const to = await target(engine);
    const exporting = engine.run('export', async (job) => {
      const told = engine.context.runner.onJob(({ progress, id }) => {
        if (progress.phase !== 'verifying') return;
        told();
        engine.context.runner.cancel(id);
      });
      return exportBackup(job, backup, to, options);
    });
    await expect(exporting).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
    expect(await readdir(to)).toEqual([]);
  });
});
