import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../electron/core/archive/canonical-json.ts';

/** Changes a pack, so that it must not be taken. */
export type Spoil = (folder: string) => Promise<void>;
type Json = Record<string, unknown>;

const read = async (file: string): Promise<Json> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
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

/** Writes these checksums, and a DONE that counts them. */
const summed =
  (change: (text: string) => string): Spoil =>
  async (folder) => {
    const file = join(folder, 'checksums/SHA256SUMS');
    const before = await readFile(file, 'utf8');
    await writeFile(file, change(before));
    const done = await read(join(folder, 'DONE'));
    const bytes = Number(done['bytes']) - Buffer.byteLength(before) + Buffer.byteLength(change(before));
    await writeFile(join(folder, 'DONE'), canonicalJson({ ...done, bytes }));
  };

const amended =
  (patch: Json): Spoil =>
  async (folder) =>
    vouchFor(folder, canonicalJson({ ...(await read(join(folder, 'manifest.json'))), ...patch }));

const written =
  (change: (text: string) => string): Spoil =>
  async (folder) =>
    vouchFor(folder, change(await readFile(join(folder, 'manifest.json'), 'utf8')));

/** What is done to a pack, the error with which it is refused, and how it is done. */
export const hostilePacks: readonly (readonly [what: string, code: string, spoil: Spoil])[] = [
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
  ['whose manifest has a BOM of UTF-16', 'PACK_MANIFEST_INVALID', written((text) => `\uFFFE${text}`)],
  ['whose manifest has a NUL', 'PACK_MANIFEST_INVALID', written((text) => text.replace('"name"', '"na\0me"'))],
  [
    'whose manifest has half a surrogate pair',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace('"tool": "', '"tool": "\\uD800')),
  ],
  [
    'whose manifest counts in text',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace(/"rawBytes": (\d+)/u, '"rawBytes": "$1"')),
  ],
  [
    'whose manifest counts below zero',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace(/"rawBytes": (\d+)/u, '"rawBytes": -$1')),
  ],
  [
    'whose manifest counts to -0',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace(/"stopWindowMs": null/u, '"stopWindowMs": -0')),
  ],
  [
    'whose manifest has a key __proto__',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replace('{', '{\n  "__proto__": {\n    "x": 1\n  },')),
  ],
  [
    'whose manifest has 200,000 keys',
    'PACK_MANIFEST_INVALID',
    amended(Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`k${at}`, at]))),
  ],
  [
    'whose hashes are in upper case',
    'PACK_MANIFEST_INVALID',
    written((text) =>
      text.replaceAll(/"storedSha256": "[0-9a-f]{64}"/gu, (hash) =>
        hash.toUpperCase().replace('STOREDSHA', 'storedSha'),
      ),
    ),
  ],
  [
    'whose hashes are short',
    'PACK_MANIFEST_INVALID',
    written((text) => text.replaceAll(/(?<="storedSha256": "[0-9a-f]{63})[0-9a-f]/gu, '')),
  ],
  ['whose checksums mark files as binary', 'PACK_CORRUPT', summed((text) => text.replace('  ', ' *'))],
  ['whose checksums end lines as Windows does', 'PACK_CORRUPT', summed((text) => text.replaceAll('\n', '\r\n'))],
  ['whose checksums escape a name', 'PACK_CORRUPT', summed((text) => `\\${text}`)],
  ['whose checksums spell a path another way', 'PACK_CORRUPT', summed((text) => text.replace('  ', '  ./'))],
  ['whose checksums lead upwards', 'PACK_CORRUPT', summed((text) => `${text}${'0'.repeat(64)}  ../../evil\n`)],
  [
    'whose checksums have one for themselves',
    'PACK_CORRUPT',
    summed((text) => `${text}${'0'.repeat(64)}  checksums/SHA256SUMS\n`),
  ],
  ['whose checksums have a line twice', 'PACK_CORRUPT', summed((text) => `${text}${text.split('\n')[0]}\n`)],
  ['whose checksums miss a line', 'PACK_CORRUPT', summed((text) => text.slice(text.indexOf('\n') + 1))],
  ['whose checksums end in the middle', 'PACK_CORRUPT', summed((text) => text.slice(0, -1))],
  ['whose checksums have 100,000 lines', 'PACK_CORRUPT', summed((text) => text.repeat(10_000))],
  ['of a future version', 'PACK_FUTURE_VERSION', amended({ formatVersion: 3 })],
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
