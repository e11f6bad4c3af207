import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../shared/model/backup.ts';
import { canonicalJson } from '../archive/canonical-json.ts';
import { DoneMark } from '../archive/manifest.ts';
import { readIndex } from '../archive/index-reader.ts';
import { openPack } from '../archive/pack-reader.ts';
import { encodeTarHeader, paddingAfter, tarEnd } from '../archive/tar-encode.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { findBackup, packPathOf } from './backup-lookup.ts';
import { exportBackup } from './export.ts';
import { importBackup } from './import.ts';
import { type EngineFixture, makeEngine, sampleNote } from './testing/engine-fixture.ts';

async function importFrom(engine: EngineFixture, path: string): Promise<Backup> {
  return engine.run('import', async (job) => importBackup(engine.context, job, path, engine.stack));
}

async function exported(engine: EngineFixture, backup: BackupView, singleFile: boolean): Promise<string> {
  const report = await engine.run('export', async (job) => exportBackup(job, backup, engine.directory, { singleFile }));
  return report.path;
}

async function paths(path: string): Promise<string[]> {
  const { manifest } = await openPack(path);
  const found: string[] = [];
  for (const part of manifest.parts) {
    if (!('index' in part)) continue;
    const index = {
      file: join(path, part.index.part),
      part: part.index.part,
      expected: part.index.digest,
      signal: new AbortController().signal,
    };
    for await (const entry of readIndex(index)) found.push(`${entry.type} ${entry.path}`);
  }
  return found.toSorted();
}

/** The application's data as the ordinary tar sees it. */
function tarOf(engine: EngineFixture): Buffer {
  return execFileSync('tar', ['-cf', '-', '-C', join(engine.directory, 'app'), '.'], { maxBuffer: 1 << 26 });
}

/** Nothing that an import began is there any more. */
async function expectNoTrace(engine: EngineFixture): Promise<void> {
  const left = (await readdir(join(engine.stack.storage, 'shop'), { recursive: true })).filter(
    (name) => name !== '_tmp',
  );
  expect(left).toEqual([]);
  expect(engine.context.catalog.backups.list()).toEqual([]);
}

const hostile = (path: string, content = 'x', link: string | null = null) => {
  const type = link === null ? ('file' as const) : ('symlink' as const);
  const size = link === null ? content.length : 0;
  const header = encodeTarHeader({
    path: Buffer.from(path),
    type,
    mode: 0o644,
    uid: 0,
    gid: 0,
    size,
    mtime: 0n,
    link: link === null ? null : Buffer.from(link),
    device: null,
    xattrs: null,
  });
  return Buffer.concat([header, Buffer.from(link === null ? content : ''), Buffer.alloc(paddingAfter(size))]);
};
const folder = (path: string) =>
  encodeTarHeader({
    path: Buffer.from(path),
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    size: 0,
    mtime: 0n,
    link: null,
    device: null,
    xattrs: null,
  });

describe.each([{ singleFile: false }, { singleFile: true }])(
  'import of an export with singleFile $singleFile',
  ({ singleFile }) => {
    it('brings a lost backup back, read back entry by entry', async () => {
      await using engine = await makeEngine();
      const backup = await engine.backUp();
      const from = await exported(engine, backup, singleFile);
      await expect(importFrom(engine, from)).rejects.toMatchObject({
        code: 'PACK_NAME_TAKEN',
        params: { path: backup.path },
      });
      await rm(packPathOf(backup), { recursive: true });
      const again = await importFrom(engine, from);
      expect(again).toMatchObject({
        id: backup.id,
        packId: backup.packId,
        path: backup.path,
        verified: true,
        checksum: backup.checksum,
      });
      expect(findBackup(engine.context, 'latest')).toMatchObject({ id: backup.id, missing: false });
    });

    it('takes a pack of another machine, and refuses one of another stack', async () => {
      await using other = await makeEngine();
      const from = await exported(other, await other.backUp(), singleFile);
      await using engine = await makeEngine();
      engine.context.catalog.stacks.update({ ...engine.stack, name: 'blog' });
      const blog = { ...engine.stack, name: 'blog' };
      const refused = engine.run('import', async (job) => importBackup(engine.context, job, from, blog));
      await expect(refused).rejects.toMatchObject({ code: 'PACK_FOREIGN', params: { stack: 'blog', other: 'shop' } });
      await expectNoTrace(engine);
      expect(await importFrom(engine, from)).toMatchObject({ stack: 'shop', verified: true, note: sampleNote });
    });

    it('refuses a pack under a name that is taken', async () => {
      await using engine = await makeEngine();
      const backup = await engine.backUp();
      const from = await exported(engine, backup, singleFile);
      engine.context.catalog.backups.remove(backup.id);
      await expect(importFrom(engine, from)).rejects.toMatchObject({
        code: 'PACK_NAME_TAKEN',
        params: { path: backup.path },
      });
    });

    it('refuses one that was truncated or tampered with, and leaves no trace', async () => {
      await using other = await makeEngine();
      const backup = await other.backUp();
      const from = await exported(other, backup, singleFile);
      const part = (await openPack(packPathOf(backup))).manifest.parts[0]?.part ?? '';
      const file = singleFile ? from : join(from, part);
      await using engine = await makeEngine();
      const whole = await readFile(file);
      const bent = Buffer.from(whole);
      const at = singleFile ? bent.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])) + 60 : 60;
      bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
      await writeFile(file, bent);
      await expect(importFrom(engine, from)).rejects.toMatchObject({
        code: 'PACK_CORRUPT',
        params: { pack: backup.name },
      });
      await writeFile(file, whole.subarray(0, Math.floor(whole.length / 2)));
      await expect(importFrom(engine, from)).rejects.toMatchObject({
        code: singleFile ? 'PACK_CORRUPT' : 'PACK_INCOMPLETE',
      });
      await expectNoTrace(engine);
    });
  },
);

describe('import of a folder', () => {
  it('refuses a pack of a future version, one whose name leads elsewhere, and a folder that is no pack', async () => {
    await using other = await makeEngine();
    const from = await exported(other, await other.backUp(), false);
    await using engine = await makeEngine();
    const forge = async (change: object) => {
      const copy = join(engine.directory, 'forged');
      await rm(copy, { recursive: true, force: true });
      await cp(from, copy, { recursive: true });
      const manifest = canonicalJson({ ...JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8')), ...change });
      const done = DoneMark.parse(JSON.parse(await readFile(join(copy, 'DONE'), 'utf8')));
      const grown = Buffer.byteLength(manifest) - (await readFile(join(copy, 'manifest.json'))).length;
      await writeFile(join(copy, 'manifest.json'), manifest);
      await writeFile(
        join(copy, 'DONE'),
        canonicalJson({
          ...done,
          bytes: done.bytes + grown,
          manifestSha256: createHash('sha256').update(manifest).digest('hex'),
        }),
      );
      return copy;
    };
    await expect(importFrom(engine, await forge({ formatVersion: 3 }))).rejects.toMatchObject({
      code: 'PACK_FUTURE_VERSION',
      params: { version: 3 },
    });
    await expect(importFrom(engine, await forge({ name: '../../elsewhere' }))).rejects.toMatchObject({
      code: 'PACK_MANIFEST_INVALID',
    });
    await expect(importFrom(engine, await forge({ trigger: 'changed' }))).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      params: { part: 'manifest.json' },
    });
    await mkdir(join(engine.directory, 'photos'));
    await expect(importFrom(engine, join(engine.directory, 'photos'))).rejects.toMatchObject({
      code: 'PACK_INCOMPLETE',
    });
    await expect(importFrom(engine, join(engine.directory, 'nothing here'))).rejects.toMatchObject({
      code: 'ARCHIVE_UNRECOGNISED',
    });
    await expectNoTrace(engine);
  });
});

describe('import of a hostile single file', () => {
  const top = 'backup_manual_v1_2026-11-20_04-00-00';
  it.each([
    ['a path that leads upwards', [folder(top), hostile(`${top}/../../evil`)]],
    ['an absolute path', [folder(top), hostile('/etc/evil')]],
    ['a link', [folder(top), folder(`${top}/volumes`), hostile(`${top}/volumes/a`, '', '/etc')]],
    ['a name that is no pack’s', [folder(top), hostile(`${top}/notes.txt`)]],
    ['a second folder at the top', [folder(top), folder('evil')]],
    ['no folder at the top', [hostile(top)]],
  ])('refuses %s', async (_what, blocks) => {
    await using engine = await makeEngine();
    const file = join(engine.directory, 'export.tar');
    await writeFile(file, Buffer.concat([...blocks, tarEnd]));
    await expect(importFrom(engine, file)).rejects.toMatchObject({ code: 'PACK_HOSTILE' });
    await expectNoTrace(engine);
  });
});

describe('import of a plain archive', () => {
  const name = 'backup_manual_v2.5.0_2024-02-29_03-04-05';

  it.each([
    ['.tar.gz', gzipSync],
    ['.tgz', gzipSync],
    ['.tar', (plain: Buffer) => plain],
    ['.tar.zst', zstdCompressSync],
  ])('adopts a %s of the tree', async (ending, compress) => {
    await using engine = await makeEngine();
    const file = join(engine.directory, `${name}${ending}`);
    await writeFile(file, compress(tarOf(engine)));
    const backup = await importFrom(engine, file);
    expect(backup).toMatchObject({
      type: 'manual',
      appVersion: '2.5.0',
      name,
      createdAt: '2024-02-29T03:04:05.000Z',
      trigger: `imported from ${name}${ending}`,
      verified: true,
      status: 'succeeded',
    });
    expect(await paths(backup.path ?? '')).toEqual([
      'directory .',
      'directory docs',
      'directory docs/empty',
      'file docs/letter.txt',
      'file 数据.bin',
    ]);
    expect(findBackup(engine.context, 'latest').id).toBe(backup.id);
  });

  it('takes the folder of the source’s own name off', async () => {
    await using engine = await makeEngine();
    const file = join(engine.directory, 'backup_x.tar.gz');
    execFileSync('tar', ['-czf', file, '-C', engine.directory, 'app']);
    const backup = await importFrom(engine, file);
    expect(await paths(backup.path ?? '')).toContain('file docs/letter.txt');
  });

  it('reads members and frames that follow each other as one', async () => {
    await using engine = await makeEngine();
    const plain = execFileSync('tar', ['-cf', '-', '-C', join(engine.directory, 'app'), '.'], { maxBuffer: 1 << 26 });
    for (const compress of [gzipSync, zstdCompressSync]) {
      const two = [plain.subarray(0, 5000), plain.subarray(5000)].map((half) => compress(half));
      const file = join(engine.directory, `two.${compress.name}`);
      await writeFile(file, Buffer.concat(two));
      expect(await paths((await importFrom(engine, file)).path ?? '')).toContain('file docs/letter.txt');
    }
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('refuses what follows the end of %s, and an early end', async (_name, compress) => {
    await using engine = await makeEngine();
    const plain = execFileSync('tar', ['-cf', '-', '-C', join(engine.directory, 'app'), '.'], { maxBuffer: 1 << 26 });
    const packed = compress(plain);
    const file = join(engine.directory, 'damaged');
    for (const tail of [Buffer.alloc(20), Buffer.from('garbage that follows')]) {
      await writeFile(file, Buffer.concat([packed, tail]));
      await expect(importFrom(engine, file)).rejects.toMatchObject({
        code: 'PACK_CORRUPT',
        params: { pack: 'damaged' },
      });
    }
    await writeFile(file, packed);
    await truncate(file, packed.length - 5);
    await expect(importFrom(engine, file)).rejects.toMatchObject({ code: 'PACK_CORRUPT', params: { pack: 'damaged' } });
    await expectNoTrace(engine);
  });

  it.each([
    ['a file through a link', [hostile('door', '', '/etc'), hostile('door/evil')]],
    ['a path that leads upwards', [hostile('../evil')]],
    ['an absolute path', [hostile('/etc/evil')]],
    ['the same path twice', [hostile('a'), hostile('a')]],
    ['bytes after the end', [hostile('a'), tarEnd, hostile('b')]],
  ])('refuses %s', async (_what, blocks) => {
    await using engine = await makeEngine();
    const plain = join(engine.directory, 'backup_evil.tar');
    await writeFile(plain, Buffer.concat([...blocks, tarEnd]));
    execFileSync('gzip', ['-k', plain]);
    for (const file of [plain, `${plain}.gz`])
      await expect(importFrom(engine, file)).rejects.toMatchObject({ code: 'PACK_HOSTILE' });
    await expectNoTrace(engine);
  });

  it('refuses an archive with a database that is a source of its own, and takes one without it', async () => {
    await using engine = await makeEngine();
    const app = join(engine.directory, 'app');
    const definition = {
      kind: 'folder' as const,
      directories: [app],
      sqlite: [join(app, 'docs', 'app.db')],
      exclude: [],
    };
    const stack = { ...engine.stack, definition };
    const file = join(engine.directory, 'backup.tar');
    const run = async () => engine.run('import', async (job) => importBackup(engine.context, job, file, stack));
    await writeFile(join(app, 'docs', 'app.db'), 'rows');
    await writeFile(file, tarOf(engine));
    await expect(run()).rejects.toMatchObject({ code: 'ARCHIVE_UNRECOGNISED', params: { path: 'docs/app.db' } });
    await expectNoTrace(engine);
    await rm(join(app, 'docs', 'app.db'));
    await writeFile(file, tarOf(engine));
    expect(await run()).toMatchObject({ verified: true });
  });

  it('refuses what it does not know, a compressed export, and a stack with more folders than one', async () => {
    await using engine = await makeEngine();
    const file = join(engine.directory, 'backup.tar.gz');
    for (const content of ['', 'hello', 'BZh91AY&SY', '\0'.repeat(2048)]) {
      await writeFile(file, content);
      await expect(importFrom(engine, file)).rejects.toMatchObject({ code: 'ARCHIVE_UNRECOGNISED' });
    }
    const tar = await exported(engine, await engine.backUp(), true);
    execFileSync('gzip', [tar]);
    await expect(importFrom(engine, `${tar}.gz`)).rejects.toMatchObject({ code: 'ARCHIVE_UNRECOGNISED' });
    await rename(`${tar}.gz`, file);
    execFileSync('tar', ['-czf', file, '-C', join(engine.directory, 'app'), '.']);
    const definition = {
      kind: 'folder' as const,
      directories: [join(engine.directory, 'app'), join(engine.directory, 'home')],
      sqlite: [],
      exclude: [],
    };
    const two = { ...engine.stack, definition };
    const importing = engine.run('import', async (job) => importBackup(engine.context, job, file, two));
    await expect(importing).rejects.toThrow(/ARCHIVE_UNRECOGNISED.*several folders/u);
  });

  it('leaves nothing when it is cancelled', async () => {
    await using engine = await makeEngine();
    const file = join(engine.directory, 'backup.tar.gz');
    await appendFile(join(engine.directory, 'app', 'big'), Buffer.alloc(20_000_000, 'big'));
    execFileSync('tar', ['-czf', file, '-C', join(engine.directory, 'app'), '.']);
    const told = engine.context.runner.onJob(({ progress, id }) => {
      if (progress.phase !== 'importing') return;
      told();
      engine.context.runner.cancel(id);
    });
    await expect(importFrom(engine, file)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
    await expectNoTrace(engine);
  });
});
