import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import type { DoneMark } from './manifest.ts';
import { openPack } from './pack-reader.ts';
import { fillSource, makePack, type SmallPack, type TestFolder, testFolder } from './testing/small-pack.ts';

let home: TestFolder;
let pack: SmallPack;
let copies = 0;

beforeAll(async () => {
  home = await testFolder();
  const source = join(home.path, 'source');
  fillSource(source);
  pack = await makePack(join(home.path, 'storage'), source);
});
afterAll(async () => home[Symbol.asyncDispose]());

/** A copy of the pack that a test may spoil. */
function copyOf(): string {
  copies += 1;
  const copy = join(home.path, `copy-${copies}`);
  cpSync(pack.path, copy, { recursive: true });
  return copy;
}

/** Writes another manifest and a DONE that fits it. */
function writeManifest(copy: string, text: string): void {
  writeFileSync(join(copy, 'manifest.json'), text);
  const done = JSON.parse(readFileSync(join(copy, 'DONE'), 'utf8')) as object;
  writeFileSync(
    join(copy, 'DONE'),
    canonicalJson({ ...done, manifestSha256: createHash('sha256').update(text).digest('hex') }),
  );
}

describe('a pack is opened', () => {
  test('when everything is there', async () => {
    const opened = await openPack(pack.path);
    expect(opened.manifest).toEqual(pack.manifest);
    expect(opened.files.size).toBe(opened.done.files);
  });

  test('by a path that ends in a slash', async () => {
    expect((await openPack(`${pack.path}/`)).manifest.packId).toBe(pack.manifest.packId);
  });

  test('also when its manifest says nothing of a note, as older ones do', async () => {
    const copy = copyOf();
    const { note: _note, ...older } = pack.manifest;
    const text = canonicalJson(older);
    writeManifest(copy, text);
    const done = JSON.parse(readFileSync(join(copy, 'DONE'), 'utf8')) as DoneMark;
    const shorter = Buffer.byteLength(canonicalJson(pack.manifest)) - Buffer.byteLength(text);
    expect(shorter).toBeGreaterThan(0);
    writeFileSync(join(copy, 'DONE'), canonicalJson({ ...done, bytes: done.bytes - shorter }));
    expect((await openPack(copy)).manifest).toEqual({ ...older, note: null });
  });
});

describe('a pack is incomplete', () => {
  const part = 'files/data.tar.zst';

  test.each<[string, (copy: string) => void]>([
    ['without DONE', (copy) => rmSync(join(copy, 'DONE'))],
    ['without manifest', (copy) => rmSync(join(copy, 'manifest.json'))],
    ['without one of its parts', (copy) => rmSync(join(copy, part))],
    ['without its checksums', (copy) => rmSync(join(copy, 'checksums/SHA256SUMS'))],
    ['with a part that is too short', (copy) => truncateSync(join(copy, part), 100)],
    ['with a part that is too long', (copy) => writeFileSync(join(copy, part), 'x', { flag: 'a' })],
    ['with a text that has another size', (copy) => writeFileSync(join(copy, 'RESTORE.md'), 'x', { flag: 'a' })],
    ['with a file that is not listed', (copy) => writeFileSync(join(copy, 'files/more'), 'x')],
    ['with a hidden file', (copy) => writeFileSync(join(copy, '.hidden'), 'x')],
    ['with a symlink', (copy) => symlinkSync('/etc/passwd', join(copy, 'files/link'))],
    [
      'with a part that is a symlink',
      (copy) => {
        rmSync(join(copy, part));
        symlinkSync(join(pack.path, part), join(copy, part));
      },
    ],
    [
      'with a folder that is a symlink',
      (copy) => {
        rmSync(join(copy, 'files'), { recursive: true });
        symlinkSync(join(pack.path, 'files'), join(copy, 'files'));
      },
    ],
    [
      'with a folder where a part is',
      (copy) => {
        rmSync(join(copy, part));
        mkdirSync(join(copy, part));
      },
    ],
    [
      'with a DONE of another manifest',
      (copy) => writeFileSync(join(copy, 'manifest.json'), canonicalJson({ ...pack.manifest, tool: 'other' })),
    ],
    [
      'with a DONE of another pack',
      (copy) =>
        writeManifest(copy, canonicalJson({ ...pack.manifest, packId: '00000000-0000-4000-8000-000000000000' })),
    ],
  ])('%s', async (_what, spoil) => {
    const copy = copyOf();
    spoil(copy);
    await expect(openPack(copy)).rejects.toMatchObject({ code: 'PACK_INCOMPLETE' });
  });
});

test.each(['RESTORE.md', 'settings/backup_settings.json', 'meta/version.txt', 'checksums/SHA256SUMS', 'manifest.json'])(
  '%s is named when it has become longer or shorter',
  async (file) => {
    const copy = copyOf();
    writeFileSync(join(copy, file), 'x', { flag: 'a' });
    const refusal = { code: 'PACK_INCOMPLETE', params: { detail: expect.stringContaining(file) } };
    await expect(openPack(copy)).rejects.toMatchObject(refusal);
    truncateSync(join(copy, file), 2);
    await expect(openPack(copy)).rejects.toMatchObject(refusal);
  },
);

test('a version that only DONE states is damage of DONE, not a newer Lifeboat', async () => {
  const copy = copyOf();
  const done = readFileSync(join(copy, 'DONE'), 'utf8');
  writeFileSync(join(copy, 'DONE'), done.replace('"formatVersion": 1', '"formatVersion": 3'));
  await expect(openPack(copy)).rejects.toMatchObject({
    code: 'PACK_INCOMPLETE',
    params: { detail: expect.stringContaining('DONE') },
  });
});

test.each<[string, () => string]>([
  ['a file', () => join(pack.path, 'DONE')],
  ['nothing', () => join(home.path, 'nothing')],
  [
    'a symlink to a pack',
    () => {
      const link = join(home.path, 'link');
      symlinkSync(pack.path, link);
      return link;
    },
  ],
])('%s is not a pack', async (_what, path) => {
  await expect(openPack(path())).rejects.toMatchObject({ code: 'PACK_NOT_A_PACK' });
});

describe('DONE is refused', () => {
  test.each<[string, string | Buffer]>([
    ['empty', ''],
    ['text', 'done\n'],
    ['in UTF-16', Buffer.from('{}\n', 'utf16le')],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22, 0x0a])],
    ['with an unknown key', canonicalJson({ formatVersion: 1, more: 1 })],
    ['of version 0', canonicalJson({ formatVersion: 0 })],
    ['of version "1"', canonicalJson({ formatVersion: '1' })],
    ['of 17 MiB', Buffer.alloc(17 * 1024 * 1024, ' ')],
  ])('%s', async (_what, content) => {
    const copy = copyOf();
    writeFileSync(join(copy, 'DONE'), content);
    await expect(openPack(copy)).rejects.toMatchObject({ code: 'PACK_MANIFEST_INVALID' });
  });
});

describe('a manifest is refused', () => {
  const digest = { rawBytes: 1, storedBytes: 1, rawSha256: 'a'.repeat(64), storedSha256: 'a'.repeat(64) };
  const [first] = [
    {
      kind: 'sqlite',
      source: 's',
      name: 'n',
      location: '/x',
      part: 'sqlite/x',
      codec: 'zstd',
      level: 3,
      digest,
      file: { mode: 0, uid: 0, gid: 0, mtime: '0' },
    },
  ];
  const parts = (patch: object) => ({ parts: [{ ...first, ...patch }] });

  test.each<[string, object]>([
    ['with an unknown key', { surprise: 1 }],
    ['with a key called __proto__', JSON.parse('{"__proto__": {"x": 1}}') as object],
    ['without an id', { packId: undefined }],
    ['with an id that is none', { packId: '../evil' }],
    ['of version 0', { formatVersion: 0 }],
    ['of version -1', { formatVersion: -1 }],
    ['of version "1"', { formatVersion: '1' }],
    ['with a time that is none', { createdAt: 'yesterday' }],
    ['with a note that is too long', { note: 'x'.repeat(501) }],
    ['with a note that steers a terminal', { note: 'a\u001B[2J' }],
    ['with a note that is none', { note: 7 }],
    ['with negative totals', { totals: { rawBytes: -1, storedBytes: 0, entries: 0 } }],
    ['with totals as text', { totals: { rawBytes: '1', storedBytes: 0, entries: 0 } }],
    ['with half a byte', { totals: { rawBytes: 0.5, storedBytes: 0, entries: 0 } }],
    ['with an unknown codec', parts({ codec: 'xz' })],
    ['with an unknown kind', parts({ kind: 'tape' })],
    ['with a hash in upper case', parts({ digest: { ...digest, rawSha256: 'A'.repeat(64) } })],
    ['with a short hash', parts({ digest: { ...digest, rawSha256: 'a'.repeat(63) } })],
    ['with a part upwards', parts({ part: 'sqlite/../../x' })],
    ['with a part at "."', parts({ part: 'sqlite/./x' })],
    ['with an absolute part', parts({ part: '/etc/passwd' })],
    ['with a part at the top', parts({ part: 'manifest.json' })],
    ['with a part behind a backslash', parts({ part: 'sqlite\\x' })],
    ['with a part of an odd name', parts({ part: 'sqlite/a b' })],
    ['with a part that ends in a newline', parts({ part: 'sqlite/x\n' })],
    ['with a mode beyond the permission bits', parts({ file: { mode: 0o10000, uid: 0, gid: 0, mtime: '0' } })],
    ['with one path for two parts', { parts: [first, { ...first, source: 't' }] }],
    ['with two paths that differ in case', { parts: [first, { ...first, source: 't', part: 'sqlite/X' }] }],
  ])('%s', async (_what, patch) => {
    const copy = copyOf();
    const amended: Record<string, unknown> = { ...pack.manifest };
    for (const [key, value] of Object.entries(patch)) Object.defineProperty(amended, key, { value, enumerable: true });
    writeManifest(copy, canonicalJson(amended));
    await expect(openPack(copy)).rejects.toMatchObject({ code: 'PACK_MANIFEST_INVALID' });
  });

  test('of a future version, whatever else is in it', async () => {
    const copy = copyOf();
    writeManifest(copy, canonicalJson({ formatVersion: 3, anything: true }));
    await expect(openPack(copy)).rejects.toMatchObject({ code: 'PACK_FUTURE_VERSION', params: { version: 3 } });
  });
});
