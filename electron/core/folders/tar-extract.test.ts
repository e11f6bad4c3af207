import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EncodableEntry, encodeTarHeader, paddingAfter, tarEnd } from '../archive/tar-encode.ts';
import { extractTar } from './tar-extract.ts';
import { checkTree } from './tree-check.ts';
import { indexOf, snapshot, streamOf, tarOf } from './testing/tree-fixture.ts';

const asRoot = process.getuid?.() === 0;
const signal = AbortSignal.timeout(60_000);
let base = '';
let source = '';
let into = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lifeboat-extract-'));
  source = join(base, 'source');
  into = join(base, 'into');
  mkdirSync(source);
  mkdirSync(into, 0o700);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const rules = (maxBytes = 1e12, names: string[] | null = null) => ({
  into,
  names,
  maxBytes,
  part: 'files/test.tar.zst',
});
const check = (tar: Buffer) =>
  checkTree({ root: into, pack: 'pack', part: 'files/test.tar.zst' }, indexOf(tar), signal);

function entry(path: string, type: EncodableEntry['type'], more: Partial<EncodableEntry> = {}): EncodableEntry {
  return {
    path: Buffer.from(path, 'latin1'),
    type,
    mode: type === 'directory' ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    size: 0,
    mtime: 0n,
    link: null,
    device: null,
    xattrs: null,
    ...more,
  };
}

function tarWith(...entries: (EncodableEntry & { content?: Buffer })[]): Buffer {
  const pieces = entries.map(({ content = Buffer.alloc(0), ...rest }) =>
    Buffer.concat([
      encodeTarHeader({ ...rest, size: content.length }),
      content,
      Buffer.alloc(paddingAfter(content.length)),
    ]),
  );
  return Buffer.concat([...pieces, tarEnd]);
}

function makeOddTree(): void {
  const raw = (...bytes: number[]) => Buffer.concat([Buffer.from(`${source}/`), Buffer.from(bytes)]);
  mkdirSync(join(source, 'empty'));
  mkdirSync(join(source, 'deep/'.repeat(40)), { recursive: true });
  writeFileSync(raw(0xff, 0xfe, 0x41), 'not UTF-8');
  writeFileSync(join(source, 'line\nbreak \u001b[31m'), 'odd');
  writeFileSync(join(source, '数据 é'), 'text');
  writeFileSync(join(source, 'n'.repeat(255)), 'long name');
  writeFileSync(join(source, 'nothing'), '');
  writeFileSync(join(source, 'large'), Buffer.alloc(3_000_001, 'abc'));
  writeFileSync(join(source, 'zero tail'), Buffer.concat([Buffer.from('x'), Buffer.alloc(100_000)]));
  writeFileSync(join(source, 'sparse'), 'start');
  truncateSync(join(source, 'sparse'), 64 * 1_048_576);
  writeFileSync(join(source, 'setuid'), '#!');
  linkSync(join(source, 'large'), join(source, 'second name'));
  linkSync(join(source, 'large'), join(source, 'empty/third name'));
  symlinkSync('/etc/passwd', join(source, 'absolute link'));
  symlinkSync('../../outside', join(source, 'upward link'));
  symlinkSync(Buffer.from([0xe9]), join(source, 'link to bytes'));
  execFileSync('mkfifo', ['--', join(source, 'pipe')]);
  if (asRoot) {
    for (const [name, uid, gid] of [
      ['nothing', 999, 999],
      ['setuid', 70_000, 3_000_000_000],
      ['empty', 33, 0],
    ] as const)
      chownSync(join(source, name), uid, gid);
  }
  chmodSync(join(source, 'setuid'), 0o6755);
  chmodSync(join(source, 'empty'), 0o1777);
  chmodSync(join(source, 'nothing'), asRoot ? 0 : 0o400);
  lutimesSync(join(source, 'upward link'), 1.5e9, 1.234567891e9);
  utimesSync(join(source, 'nothing'), 1, 1_700_000_000.123456);
  utimesSync(join(source, 'empty'), 1, 1_600_000_000.5);
  utimesSync(source, 1, 1_500_000_000);
}

const outside = () => Buffer.from(join(base, 'outside'));
const restoreTime = (path: string) => utimesSync(join(into, path), 1, 1e9);

describe('extractTar', () => {
  it('brings back content, names, links, modes, owners and times, and passes its own check', async () => {
    makeOddTree();
    const tar = tarOf(source);
    const report = await extractTar(streamOf(tar), rules(), signal);
    expect(snapshot(into)).toEqual(snapshot(source));
    expect(report).toMatchObject({ entries: snapshot(source).length, hasRoot: true, unrestored: [] });
    await expect(check(tar)).resolves.toBeUndefined();
  });

  it.each([1, 511, 513, 4096, 1_000_003])('does not mind where the stream is cut (%i)', async (pieceBytes) => {
    mkdirSync(join(source, 'd'));
    writeFileSync(
      join(source, 'd/x'),
      Buffer.concat([Buffer.alloc(5000, 1), Buffer.alloc(9000), Buffer.alloc(5000, 2)]),
    );
    await extractTar(streamOf(tarOf(source), pieceBytes), rules(), signal);
    expect(snapshot(into)).toEqual(snapshot(source));
  });

  it('writes long runs of zeros as holes', async () => {
    writeFileSync(join(source, 'sparse'), '');
    truncateSync(join(source, 'sparse'), 32 * 1_048_576);
    await extractTar(streamOf(tarOf(source)), rules(), signal);
    expect(lstatSync(join(into, 'sparse'))).toMatchObject({ size: 32 * 1_048_576, blocks: 0 });
  });

  it('says which extended attributes were not restored', async () => {
    const tar = tarWith(
      entry('.', 'directory'),
      entry('x', 'file', { xattrs: new Map([['user.a', Buffer.from('1')]]) }),
    );
    const report = await extractTar(streamOf(tar), rules(), signal);
    expect(report.unrestored).toEqual([{ path: 'x', what: 'xattrs' }]);
  });

  const dir = entry('.', 'directory');
  const hostile: { name: string; tar: () => Buffer; names?: string[]; maxBytes?: number }[] = [
    { name: 'an absolute path', tar: () => tarWith(dir, entry('/etc/x', 'file')) },
    { name: 'a path upwards', tar: () => tarWith(dir, entry('a/../../outside', 'file')) },
    {
      name: 'a file below a symlink',
      tar: () => tarWith(dir, entry('l', 'symlink', { link: Buffer.from(base) }), entry('l/outside', 'file')),
    },
    {
      name: 'a directory replaced by a symlink',
      tar: () =>
        tarWith(dir, entry('d', 'directory'), entry('d', 'symlink', { link: outside() }), entry('d/x', 'file')),
    },
    {
      name: 'a symlink replaced by a file',
      tar: () => tarWith(dir, entry('l', 'symlink', { link: outside() }), entry('l', 'file')),
    },
    {
      name: 'a hard link to the outside',
      tar: () => tarWith(dir, entry('h', 'hardlink', { link: Buffer.from('../outside') })),
    },
    {
      name: 'a hard link to a symlink',
      tar: () =>
        tarWith(dir, entry('l', 'symlink', { link: outside() }), entry('h', 'hardlink', { link: Buffer.from('l') })),
    },
    { name: 'a character device', tar: () => tarWith(dir, entry('null', 'char', { device: [1, 3] })) },
    { name: 'a block device', tar: () => tarWith(dir, entry('disk', 'block', { device: [8, 0] })) },
    { name: 'a missing parent', tar: () => tarWith(dir, entry('a/b', 'file')) },
    { name: "one of Lifeboat's own names", tar: () => tarWith(dir, entry('.lifeboat-1', 'directory')) },
    { name: 'a name that the source does not have', tar: () => tarWith(entry('y.db', 'file')), names: ['x.db'] },
    {
      name: 'more content than was stated',
      tar: () => tarWith(dir, { ...entry('x', 'file'), content: Buffer.alloc(1001) }),
      maxBytes: 1000,
    },
    { name: 'bytes after the end', tar: () => Buffer.concat([tarWith(dir), Buffer.alloc(512, 1)]) },
  ];
  it.each(hostile)('refuses $name and leaves the outside alone', async ({ tar, names, maxBytes }) => {
    writeFileSync(outside(), 'untouched');
    const before = snapshot(base, (key) => key === 'into');
    await expect(extractTar(streamOf(tar()), rules(maxBytes, names ?? null), signal)).rejects.toMatchObject({
      code: 'PACK_HOSTILE',
    });
    expect(snapshot(base, (key) => key === 'into')).toEqual(before);
  });

  it('refuses a tar that ends early', async () => {
    const tar = tarWith(dir, { ...entry('x', 'file'), content: Buffer.alloc(5000, 1) });
    for (const length of [0, 100, 512, 1024, 3000, tar.length - 512]) {
      rmSync(into, { recursive: true });
      mkdirSync(into);
      await expect(extractTar(streamOf(tar.subarray(0, length)), rules(), signal), `${length}`).rejects.toMatchObject({
        code: 'PACK_CORRUPT',
      });
    }
  });

  it('never writes into something that is there already', async () => {
    symlinkSync(outside(), join(into, 'x'));
    await expect(extractTar(streamOf(tarWith(dir, entry('x', 'file'))), rules(), signal)).rejects.toMatchObject({
      code: 'FILE_FAILED',
    });
    expect(readdirSync(base)).not.toContain('outside');
  });

  it('destroys the stream when it fails, and rejects when the stream fails', async () => {
    const endless = Readable.from(
      (function* () {
        while (true) yield Buffer.alloc(65_536, 1);
      })(),
    );
    await expect(extractTar(endless, rules(), signal)).rejects.toMatchObject({ code: 'PACK_HOSTILE' });
    expect(endless.destroyed).toBe(true);
    const broken = new Readable({ read: () => broken.destroy(new Error('the pack is gone')) });
    await expect(extractTar(broken, rules(), signal)).rejects.toThrow('the pack is gone');
  });

  it('stops at once when it is cancelled', async () => {
    const abort = new AbortController();
    const stalled = new Readable({ read: () => undefined });
    const done = extractTar(stalled, rules(), abort.signal);
    abort.abort();
    await expect(done).rejects.toMatchObject({ name: 'AbortError' });
    expect(stalled.destroyed).toBe(true);
  });
});

describe('checkTree', () => {
  const damage: { name: string; detail: RegExp; act: () => void }[] = [
    {
      name: 'changed content',
      detail: /d\/x: its content differs/u,
      act: () => (writeFileSync(join(into, 'd/x'), 'CONTENT'), restoreTime('d/x')),
    },
    {
      name: 'a changed size',
      detail: /d\/x: its size differs/u,
      act: () => (writeFileSync(join(into, 'd/x'), 'longer content'), restoreTime('d/x')),
    },
    { name: 'a changed mode', detail: /d\/x: its mode differs/u, act: () => chmodSync(join(into, 'd/x'), 0o600) },
    {
      name: 'a changed time',
      detail: /d\/x: its time differs/u,
      act: () => utimesSync(join(into, 'd/x'), 1, 1_000_000_000.00001),
    },
    {
      name: 'a changed target',
      detail: /link: its target differs/u,
      act: () => (
        rmSync(join(into, 'link')),
        symlinkSync('e', join(into, 'link')),
        lutimesSync(join(into, 'link'), 1, 1e9),
        restoreTime('.')
      ),
    },
    {
      name: 'another type',
      detail: /link: it is a file, not a symlink/u,
      act: () => (rmSync(join(into, 'link')), writeFileSync(join(into, 'link'), ''), restoreTime('.')),
    },
    { name: 'a lost entry', detail: /d\/x: it is missing/u, act: () => (rmSync(join(into, 'd/x')), restoreTime('d')) },
    {
      name: 'one entry more',
      detail: /d\/y: the index does not name it/u,
      act: () => (writeFileSync(join(into, 'd/y'), ''), restoreTime('d')),
    },
    {
      name: 'a hard link that became a copy',
      detail: /z: it is no name of the same file/u,
      act: () => (
        rmSync(join(into, 'd/z')), writeFileSync(join(into, 'd/z'), 'content'), restoreTime('d/z'), restoreTime('d')
      ),
    },
  ];
  it.each(damage)('finds $name', async ({ act, detail }) => {
    mkdirSync(join(source, 'd'));
    writeFileSync(join(source, 'd/x'), 'content');
    linkSync(join(source, 'd/x'), join(source, 'd/z'));
    symlinkSync('d', join(source, 'link'));
    lutimesSync(join(source, 'link'), 1, 1e9);
    for (const path of ['d/x', 'd', '.']) utimesSync(join(source, path), 1, 1e9);
    const tar = tarOf(source);
    await extractTar(streamOf(tar), rules(), signal);
    await check(tar);
    act();
    await expect(check(tar)).rejects.toThrow(detail);
  });
});
