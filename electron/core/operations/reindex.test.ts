import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../archive/canonical-json.ts';
import { packFile } from '../archive/pack-layout.ts';
import { openPack } from '../archive/pack-reader.ts';
import { findBackup, packPathOf } from './backup-lookup.ts';
import { rememberStorage } from './known-storages.ts';
import { migrateStorage } from './migrate.ts';
import { reindex } from './reindex.ts';
import { makeEngine, contextAt, sampleNote } from './testing/engine-fixture.ts';
import { verifyBackup } from './verify.ts';

/** Makes a pack what an older Lifeboat would have written. */
async function withoutNote(path: string): Promise<void> {
  const { done, manifest, manifestSha256 } = await openPack(path);
  const { note: _note, ...older } = manifest;
  const text = canonicalJson(older);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const sums = await readFile(join(path, packFile.sums), 'utf8');
  const bytes = done.bytes - Buffer.byteLength(canonicalJson(manifest)) + Buffer.byteLength(text);
  await writeFile(join(path, packFile.manifest), text);
  await writeFile(join(path, packFile.sums), sums.replace(manifestSha256, sha256));
  await writeFile(join(path, packFile.done), canonicalJson({ ...done, bytes, manifestSha256: sha256 }));
}

describe('reindex', () => {
  it('changes nothing when the catalog knows everything', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    expect(await reindex(engine.context)).toEqual({ found: 1, added: 0, known: 1, incomplete: [], stacksAdded: [] });
    expect(findBackup(engine.context, backup.id)).toEqual(backup);
  });

  it('adds packs that the catalog lost, as not verified, and may run twice', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    engine.context.catalog.backups.remove(backup.id);
    expect(await reindex(engine.context)).toMatchObject({ found: 1, added: 1, known: 0 });
    const again = findBackup(engine.context, backup.name);
    expect(again).toMatchObject({
      packId: backup.packId,
      path: backup.path,
      checksum: backup.checksum,
      sources: backup.sources,
      note: sampleNote,
      verified: false,
      missing: false,
    });
    expect(await reindex(engine.context)).toMatchObject({ found: 1, added: 0, known: 1 });
  });

  it('adds a pack of before there were notes, whose bytes are as good as any', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    engine.context.catalog.backups.remove(backup.id);
    await withoutNote(packPathOf(backup));
    expect(await reindex(engine.context)).toMatchObject({ found: 1, added: 1, incomplete: [] });
    const again = findBackup(engine.context, backup.name);
    expect(again.note).toBeNull();
    await engine.run('verify', async (job) => verifyBackup(engine.context, job, again));
    expect(findBackup(engine.context, backup.name)).toMatchObject({ verified: true, note: null });
  });

  it('finds a pack again that lies under another name, and trusts it only after it is read back', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    const moved = `${packPathOf(backup)}_7`;
    await rename(packPathOf(backup), moved);
    expect(await reindex(engine.context)).toMatchObject({ found: 1, added: 0, known: 1 });
    expect(findBackup(engine.context, backup.id)).toMatchObject({ path: moved, missing: false, verified: false });
  });

  it('finishes the record of a backup whose process died after the pack had its name', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    engine.context.catalog.backups.update(backup.id, {
      status: 'failed',
      path: null,
      verified: false,
      error: { code: 'JOB_INTERRUPTED', params: {} },
    });
    expect(await reindex(engine.context)).toMatchObject({ found: 1, added: 1 });
    expect(findBackup(engine.context, backup.id)).toMatchObject({
      status: 'succeeded',
      path: backup.path,
      error: null,
      verified: false,
    });
  });

  it('reports what is incomplete or of another stack, and deletes neither files nor records', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    await rm(join(packPathOf(backup), 'DONE'));
    await using other = await makeEngine();
    const foreign = await other.backUp();
    const packs = join(engine.stack.storage, 'shop');
    await cp(packPathOf(foreign), join(packs, 'backup_manual_v9_2020-01-01_00-00-00'), { recursive: true });
    await mkdir(join(packs, 'holiday photos'));
    const before = (await readdir(packs)).toSorted();
    const report = await reindex(engine.context);
    // A stack of the same name and kind on another machine counts as this one, so only the damaged pack is reported.
    expect(report.incomplete.map(({ path }) => path)).toEqual([packPathOf({ ...backup, missing: false })]);
    expect(report.incomplete[0]?.detail).toContain('DONE is missing');
    expect(report.added).toBe(1);
    expect((await readdir(packs)).toSorted()).toEqual(before);
    expect(findBackup(engine.context, backup.id).missing).toBe(true);
  });

  it('rebuilds a deleted catalog, stacks and packs, from the storages it remembers', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    engine.context.catalog.close();
    for (const name of await readdir(engine.context.home))
      if (name.startsWith('catalog')) await rm(join(engine.context.home, name));
    const context = await contextAt(engine.context.home);
    const report = await reindex(context);
    expect(report).toEqual({ found: 1, added: 1, known: 0, incomplete: [], stacksAdded: ['shop'] });
    expect(context.catalog.stacks.get(engine.stack.id)).toMatchObject({
      name: 'shop',
      slug: 'shop',
      definition: engine.stack.definition,
      storage: engine.stack.storage,
    });
    expect(findBackup(context, backup.name)).toMatchObject({
      packId: backup.packId,
      stackId: engine.stack.id,
      missing: false,
    });
    context.catalog.close();
  });

  it('finds the packs of an interrupted migration in both storages, also without the catalog', async () => {
    await using engine = await makeEngine();
    const [first, second] = [await engine.backUp(), await engine.backUp()];
    const fresh = join(engine.directory, 'new');
    const part = join(packPathOf(second), (await openPack(packPathOf(second))).manifest.parts[0]?.part ?? '');
    const content = await readFile(part);
    await writeFile(part, Buffer.alloc(content.length));
    const migrating = engine.run('migrate', async (job) => migrateStorage(engine.context, job, [engine.stack], fresh));
    await expect(migrating).rejects.toMatchObject({ code: 'PACK_CORRUPT' });
    await writeFile(part, content);
    engine.context.catalog.close();
    for (const name of await readdir(engine.context.home))
      if (name.startsWith('catalog')) await rm(join(engine.context.home, name));
    const context = await contextAt(engine.context.home);
    expect(await reindex(context)).toMatchObject({ found: 2, added: 2, stacksAdded: ['shop'], incomplete: [] });
    expect(findBackup(context, first.name)).toMatchObject({ path: join(fresh, 'shop', first.name), missing: false });
    expect(findBackup(context, second.name)).toMatchObject({ path: second.path, missing: false });
    context.catalog.close();
  });

  it('goes on when one storage cannot be read', async () => {
    await using engine = await makeEngine();
    await engine.backUp();
    const broken = join(engine.directory, 'a file');
    await writeFile(broken, '');
    await rememberStorage(engine.context.home, broken);
    const report = await reindex(engine.context);
    expect(report).toMatchObject({ found: 1, known: 1 });
    expect(report.incomplete.map(({ path }) => path)).toEqual([broken, join(broken, 'shop')]);
  });

  it('says so when the list of storages cannot be read', async () => {
    await using engine = await makeEngine();
    await writeFile(join(engine.context.home, 'known-storages.json'), '{"folders":[1]}');
    await expect(reindex(engine.context)).rejects.toMatchObject({ code: 'FILE_FAILED' });
  });
});
