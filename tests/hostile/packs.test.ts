import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../electron/core/archive/canonical-json.ts';
import { type Lane, openLane } from './lanes.ts';

let maker: Lane;
let taker: Lane;
let pack: string;

beforeAll(async () => {
  maker = await openLane();
  taker = await openLane();
  pack = await maker.backUp();
});
afterAll(async () => {
  await maker[Symbol.asyncDispose]();
  await taker[Symbol.asyncDispose]();
});

type Spoil = (folder: string) => Promise<void>;
type Json = Record<string, unknown>;

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Json;
const partOf = async (folder: string) => join(folder, 'files', (await readdir(join(folder, 'files')))[0] ?? '');

/** Writes this manifest, and a DONE that vouches for it. */
async function vouchFor(folder: string, text: string): Promise<void> {
  const before = (await readFile(join(folder, 'manifest.json'))).length;
  await writeFile(join(folder, 'manifest.json'), text);
  const done = await read(join(folder, 'DONE'));
  const bytes = Number(done['bytes']) - before + Buffer.byteLength(text);
  const manifestSha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(join(folder, 'DONE'), canonicalJson({ ...done, manifestSha256, bytes }));
}

const amended =
  (patch: Json): Spoil =>
  async (folder) =>
    vouchFor(folder, canonicalJson({ ...(await read(join(folder, 'manifest.json'))), ...patch }));

const written =
  (change: (text: string) => string): Spoil =>
  async (folder) =>
    vouchFor(folder, change(await readFile(join(folder, 'manifest.json'), 'utf8')));

const hostilePacks: readonly (readonly [string, string, Spoil])[] = [
  ['without DONE', 'PACK_INCOMPLETE', async (folder) => rm(join(folder, 'DONE'))],
  ['whose DONE is empty', 'PACK_MANIFEST_INVALID', async (folder) => truncate(join(folder, 'DONE'))],
  [
    'whose DONE is a folder',
    'PACK_MANIFEST_INVALID',
    async (folder) => {
      await rm(join(folder, 'DONE'));
      await mkdir(join(folder, 'DONE'));
    },
  ],
  [
    'whose DONE is a symlink',
    'PACK_MANIFEST_INVALID',
    async (folder) => {
      await rename(join(folder, 'DONE'), `${folder}-done`);
      await symlink(`${folder}-done`, join(folder, 'DONE'));
    },
  ],
  ['whose DONE has 10 GiB', 'PACK_MANIFEST_INVALID', async (folder) => truncate(join(folder, 'DONE'), 10 * 2 ** 30)],
  [
    'whose manifest has 10 GiB',
    'PACK_MANIFEST_INVALID',
    async (folder) => truncate(join(folder, 'manifest.json'), 10 * 2 ** 30),
  ],
  [
    'whose checksums have 10 GiB',
    'PACK_INCOMPLETE',
    async (folder) => truncate(join(folder, 'checksums/SHA256SUMS'), 10 * 2 ** 30),
  ],
  [
    'whose manifest has a key twice',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace('{', '{\n  "formatVersion": 1,')),
  ],
  ['whose manifest begins with a BOM', 'PACK_MANIFEST_INVALID', written((text) => `\uFEFF${text}`)],
  [
    'whose manifest has a number beyond all',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace(/"rawBytes": \d+/u, '"rawBytes": 1e999')),
  ],
  [
    'whose manifest has 2^53 + 1',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace(/"rawBytes": \d+/u, '"rawBytes": 9007199254740993')),
  ],
  ['whose manifest is 200,000 brackets', 'PACK_MANIFEST_INVALID', written(() => '['.repeat(200_000))],
  ['whose manifest is cut', 'PACK_MANIFEST_INVALID', written((text) => text.slice(0, -100))],
  ['whose manifest has an unknown key', 'PACK_MANIFEST_INVALID', amended({ feature: 'unknown' })],
  ['of a future version', 'PACK_FUTURE_VERSION', amended({ formatVersion: 2 })],
  ['of version 0', 'PACK_MANIFEST_INVALID', amended({ formatVersion: 0 })],
  ['whose name leads upwards', 'PACK_MANIFEST_INVALID', amended({ name: '../../evil' })],
  ['with the id of another', 'PACK_INCOMPLETE', amended({ packId: '00000000-0000-4000-8000-000000000000' })],
  [
    'with a part outside',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace('"part": "files/', '"part": "files/../../')),
  ],
  ['with one file too many', 'PACK_INCOMPLETE', async (folder) => writeFile(join(folder, 'files/evil'), 'x')],
  ['with a symlink too many', 'PACK_INCOMPLETE', async (folder) => symlink('/etc/passwd', join(folder, 'files/evil'))],
  [
    'whose part is a symlink',
    'PACK_INCOMPLETE',
    async (folder) => {
      const part = await partOf(folder);
      await rename(part, `${folder}-part`);
      await symlink(`${folder}-part`, part);
    },
  ],
  ['whose part is missing', 'PACK_INCOMPLETE', async (folder) => rm(await partOf(folder))],
  ['whose part is longer', 'PACK_INCOMPLETE', async (folder) => appendFile(await partOf(folder), 'x')],
  [
    'whose part has a flipped bit',
    'PACK_CORRUPT',
    async (folder) => {
      const part = await partOf(folder);
      const bytes = await readFile(part);
      bytes[30] = (bytes[30] ?? 0) ^ 1;
      await writeFile(part, bytes);
    },
  ],
  [
    'whose RESTORE.md says something else',
    'PACK_CORRUPT',
    async (folder) => {
      const file = join(folder, 'RESTORE.md');
      await writeFile(file, (await readFile(file, 'utf8')).replace('sha256sum', 'sh256xsum'));
    },
  ],
];

describe('the import command refuses a pack', () => {
  test.each(hostilePacks)('%s', async (_what, code, spoil) => {
    const folder = await taker.place(basename(pack));
    await cp(pack, folder, { recursive: true });
    await spoil(folder);
    const before = await taker.outside();
    const { end, memoryMiB, seconds } = await taker.importPath(folder);
    expect(end.json()).toMatchObject({ error: { code } });
    expect(end.code).toBeGreaterThan(0);
    expect(await taker.outside()).toEqual(before);
    const left = await readdir(join(taker.storage, 'shop'), { recursive: true }).catch(() => []);
    expect(left.filter((name) => name !== '_tmp')).toEqual([]);
    expect(memoryMiB).toBeLessThan(512);
    expect(seconds).toBeLessThan(30);
    await taker.tidy();
  });
});

test('the import command takes the pack that was not spoiled', async () => {
  const folder = await taker.place(basename(pack));
  await cp(pack, folder, { recursive: true });
  const { end } = await taker.importPath(folder);
  expect(end.json()).toMatchObject({ status: 'succeeded', verified: true });
});
