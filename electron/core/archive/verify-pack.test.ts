import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { compressFrame } from './testing/one-frame.ts';
import type { Manifest } from './manifest.ts';
import { openPack } from './pack-reader.ts';
import { readPart, type ReadPartOptions } from './part-reader.ts';
import { encodeSeekTable } from './seek-table.ts';
import { rawEntry, rawFolder, rawTar } from './testing/raw-tar.ts';
import {
  filesOf,
  fillSource,
  makePack,
  never,
  type SmallPack,
  type TestFolder,
  testFolder,
} from './testing/small-pack.ts';
import { verifyPack } from './verify-pack.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const options = { signal: never, onBytes: () => undefined, onPart: () => undefined };

let home: TestFolder;
beforeAll(async () => {
  home = await testFolder();
  fillSource(join(home.path, 'source'));
});
afterAll(async () => home[Symbol.asyncDispose]());

/** The error with which reading the pack back ends, or null when it is good. */
async function verdict(path: string, depth: 'bytes' | 'entries'): Promise<unknown> {
  try {
    const { manifest, files } = await openPack(path);
    await verifyPack({ path, manifest, files: files.keys() }, { ...options, depth });
    return null;
  } catch (error) {
    return error;
  }
}

const thrown = (error: unknown) => error;

async function drained(part: ReadPartOptions): Promise<unknown> {
  try {
    for await (const piece of readPart(part)) piece.fill(0);
    return null;
  } catch (error) {
    return error;
  }
}

/** What a manifest says of each of its compressed files. */
function partsOf(manifest: Manifest): Omit<ReadPartOptions, 'file' | 'signal'>[] {
  return manifest.parts.flatMap((part) => {
    const own = { part: part.part, format: part.codec, expected: part.digest };
    return !('index' in part)
      ? [own]
      : [own, { part: part.index.part, format: 'zstd' as const, expected: part.index.digest }];
  });
}

/** Damage that differs from call to call, and is the same in every run. Never equal to the original. */
function seededHarm(first: number): (original: Buffer) => { content: Buffer; what: string } {
  let seed = first;
  const below = (limit: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  return (original) => {
    const at = below(original.length);
    const content = Buffer.from(original);
    const kind = below(3);
    if (kind === 0) return { content: content.subarray(0, at), what: `cut at ${at}` };
    if (kind === 1) content.fill(0, at, Math.min(content.length, at + 1 + below(64)));
    if (kind === 2 || content.equals(original)) content[at] = (content[at] ?? 0) ^ (1 << below(8));
    return { content, what: `${kind === 1 ? 'zeros' : 'flip'} at ${at}` };
  };
}

describe.each(['zstd', 'gzip'] as const)('a pack of %s parts', (format) => {
  let pack: SmallPack;
  beforeAll(async () => {
    pack = await makePack(join(home.path, `storage-${format}`), join(home.path, 'source'), { format });
  });

  test.each(['bytes', 'entries'] as const)('that is whole is good, by its %s', async (depth) => {
    expect(await verdict(pack.path, depth)).toBeNull();
  });

  test('is accepted by sha256sum', () => {
    const said = execFileSync('sha256sum', ['-c', '--strict', 'checksums/SHA256SUMS'], { cwd: pack.path }).toString();
    expect(
      said
        .trim()
        .split('\n')
        .every((line) => line.endsWith(': OK')),
    ).toBe(true);
  });

  test('names the part for each of thousands of flipped bits, cuts and runs of zeros', async () => {
    const { manifest, path } = pack;
    const missed: string[] = [];
    // Opening zlib for a gzip part costs some milliseconds each time.
    const rounds = format === 'zstd' ? 600 : 150;
    const harm = seededHarm(7);
    for (const part of partsOf(manifest)) {
      const file = join(path, part.part);
      const original = readFileSync(file);
      for (let round = 0; round < rounds; round++) {
        const { content, what } = harm(original);
        writeFileSync(file, content);
        const error = await drained({ ...part, file, signal: never });
        if (
          !(
            error instanceof AppError &&
            error.code === 'PACK_CORRUPT' &&
            JSON.stringify(error.params).includes(part.part)
          )
        ) {
          missed.push(`${part.part} ${what}: ${String(error)}`);
        }
      }
      writeFileSync(file, original);
    }
    expect(missed).toEqual([]);
  });

  test('names the text for each of 160 flipped bits, cuts and runs of zeros', async () => {
    const { manifest, path } = pack;
    const missed: string[] = [];
    const harm = seededHarm(11);
    const parts = partsOf(manifest).map(({ part }) => part);
    const files = filesOf(manifest);
    // The manifest is compared with DONE before anything else is looked at.
    for (const name of files.filter((file) => !parts.includes(file) && file !== 'manifest.json')) {
      const file = join(path, name);
      const original = readFileSync(file);
      for (let round = 0; round < 40; round++) {
        const { content, what } = harm(original);
        writeFileSync(file, content);
        const error = await verifyPack({ path, manifest, files }, { ...options, depth: 'bytes' }).catch(thrown);
        const named = JSON.stringify((error as AppError).params).includes(name);
        if (!(error instanceof AppError && error.code === 'PACK_CORRUPT' && named))
          missed.push(`${name} ${what}: ${String(error)}`);
      }
      writeFileSync(file, original);
    }
    expect(missed).toEqual([]);
  });

  test('is refused when two of its parts change places', async () => {
    const copy = join(home.path, `swapped-${format}`);
    cpSync(pack.path, copy, { recursive: true });
    const [a, b] = pack.manifest.parts.map((part) => join(copy, part.part));
    const content = readFileSync(a ?? '');
    writeFileSync(a ?? '', readFileSync(b ?? ''));
    writeFileSync(b ?? '', content);
    expect(await verdict(copy, 'bytes')).toMatchObject({ code: 'PACK_INCOMPLETE' });
  });
});

/** A stored part or index of these bytes, and what a manifest says of it. */
async function stored(raw: Buffer) {
  const frame = await compressFrame('zstd', 3, raw);
  const bytes = Buffer.concat([frame, encodeSeekTable([{ stored: frame.length, raw: raw.length }])]);
  return {
    bytes,
    digest: { rawBytes: raw.length, storedBytes: bytes.length, rawSha256: sha256(raw), storedSha256: sha256(bytes) },
  };
}

/** A pack whose tar and index are these, with every hash and size in manifest, sums and DONE made to fit. */
async function forged(
  change: (tar: Buffer, index: string) => { tar: Buffer; index: string; entries?: number },
): Promise<string> {
  const path = join(home.path, `forged-${Math.random().toString(36).slice(2)}`);
  const pack = await makePack(join(path, 'made'), join(home.path, 'source'));
  const [part, ...others] = pack.manifest.parts;
  if (part?.kind !== 'folder') throw new Error('the first part is no folder');
  const raw = (file: string) => execFileSync('zstd', ['-dcq', join(pack.path, file)], { maxBuffer: 2 ** 28 });
  const { tar, index, entries } = change(raw(part.part), raw(part.index.part).toString('latin1'));
  const [newTar, newIndex] = [await stored(tar), await stored(Buffer.from(index, 'latin1'))];
  const amended = {
    ...part,
    digest: newTar.digest,
    index: { ...part.index, digest: newIndex.digest },
    entries: entries ?? part.entries,
  };
  const manifest: Manifest = { ...pack.manifest, parts: [amended, ...others] };
  writeFileSync(join(pack.path, part.part), newTar.bytes);
  writeFileSync(join(pack.path, part.index.part), newIndex.bytes);
  writeFileSync(join(pack.path, 'manifest.json'), canonicalJson(manifest));
  const files = filesOf(manifest);
  const sums = files.filter((file) => !file.endsWith('SHA256SUMS')).toSorted();
  writeFileSync(
    join(pack.path, 'checksums/SHA256SUMS'),
    sums.map((file) => `${sha256(readFileSync(join(pack.path, file)))}  ${file}\n`).join(''),
  );
  const bytes = files.reduce((total, file) => total + statSync(join(pack.path, file)).size, 0);
  const done = {
    formatVersion: 1,
    packId: manifest.packId,
    manifestSha256: sha256(canonicalJson(manifest)),
    bytes,
    files: files.length,
  };
  writeFileSync(join(pack.path, 'DONE'), canonicalJson(done));
  return pack.path;
}

const line = (index: string, path: string) =>
  index.split('\n').find((one) => one.includes(`"path":${JSON.stringify(path)}`)) ?? '';
const content = rawEntry({ name: 'more' }, 'x');

describe('a pack that fits all its hashes', () => {
  test('is good when nothing else was changed', async () => {
    expect(await verdict(await forged((tar, index) => ({ tar, index })), 'entries')).toBeNull();
  });

  test.each<[string, string, (tar: Buffer, index: string) => { tar: Buffer; index: string; entries?: number }]>([
    [
      'a hash in the index is another',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace(/"sha256":"[0-9a-f]{64}"/u, `"sha256":"${'0'.repeat(64)}"`) }),
    ],
    [
      'an owner in the index is another',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace(/"uid":\d+/u, '"uid":4242') }),
    ],
    [
      'a mode in the index is another',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace(/"mode":\d+/u, '"mode":2541') }),
    ],
    [
      'a link in the index leads elsewhere',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace('"link":"../note.txt"', '"link":"/etc/passwd"') }),
    ],
    [
      'an offset in the index is another',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace(/"offset":\d+/u, '"offset":7') }),
    ],
    [
      'a line of the index is missing',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace(`${line(index, 'note.txt')}\n`, '') }),
    ],
    [
      'a line of the index stands twice',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: `${index}${line(index, 'note.txt')}\n` }),
    ],
    ['the index has no last newline', 'PACK_CORRUPT', (tar, index) => ({ tar, index: index.trimEnd() })],
    ['the index has an empty line', 'PACK_CORRUPT', (tar, index) => ({ tar, index: `\n${index}` })],
    [
      'the index has an unknown key',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace('{"path"', '{"x":1,"path"') }),
    ],
    ['the index begins with a BOM', 'PACK_CORRUPT', (tar, index) => ({ tar, index: `\u00EF\u00BB\u00BF${index}` })],
    [
      'the index is not UTF-8',
      'PACK_CORRUPT',
      (tar, index) => ({ tar, index: index.replace('note.txt', 'note.\u00FFxt') }),
    ],
    ['the index ends in half a character', 'PACK_CORRUPT', (tar, index) => ({ tar, index: `${index}\u00E5` })],
    ['the index is no JSON', 'PACK_CORRUPT', (tar) => ({ tar, index: 'hello\n' })],
    ['the index is one endless line', 'PACK_CORRUPT', (tar) => ({ tar, index: '['.repeat(1_500_000) })],
    ['the index is empty', 'PACK_CORRUPT', (tar) => ({ tar, index: '' })],
    ['the manifest counts more entries', 'PACK_CORRUPT', (tar, index) => ({ tar, index, entries: 999 })],
    [
      'an entry follows that the index does not name',
      'PACK_CORRUPT',
      (tar, index) => ({ tar: Buffer.concat([tar.subarray(0, -1024), content, Buffer.alloc(1024)]), index }),
    ],
    ['the tar has no end', 'PACK_CORRUPT', (tar, index) => ({ tar: tar.subarray(0, -1024), index })],
    [
      'the tar has bytes behind its end',
      'PACK_HOSTILE',
      (tar, index) => ({ tar: Buffer.concat([tar, content]), index }),
    ],
    [
      'the tar leads outside',
      'PACK_HOSTILE',
      (_tar, index) => ({ tar: rawTar(rawEntry({ name: '../evil' }, 'x')), index }),
    ],
    ['the tar is of another tree', 'PACK_CORRUPT', (_tar, index) => ({ tar: rawTar(rawFolder('other/')), index })],
  ])('is refused when %s', async (_what, code, change) => {
    const path = await forged(change);
    expect(await verdict(path, 'entries')).toMatchObject({
      code,
      params: { part: expect.stringMatching(/data\.tar/u) },
    });
  });
});

const overwriteRestoreText = async (folder: string) => writeFileSync(join(folder, 'RESTORE.md'), 'something else');
const leaveFile = async (folder: string) => writeFileSync(join(folder, 'files/left-over'), 'x');

describe('publishing', () => {
  test('a pack that does not verify never gets its final name', async () => {
    const storage = join(home.path, 'spoiled');
    await expect(makePack(storage, join(home.path, 'source'), { spoil: overwriteRestoreText })).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      params: { part: 'RESTORE.md' },
    });
    expect(existsSync(join(storage, 'backup_manual_v1_2026-11-20_04-00-00'))).toBe(false);
    expect(existsSync(join(storage, '_tmp/job/DONE'))).toBe(false);
  });

  test('a pack with a file that does not belong to it never gets its final name', async () => {
    const storage = join(home.path, 'littered');
    await expect(makePack(storage, join(home.path, 'source'), { spoil: leaveFile })).rejects.toMatchObject({
      code: 'PACK_INCOMPLETE',
    });
    expect(existsSync(join(storage, 'backup_manual_v1_2026-11-20_04-00-00'))).toBe(false);
  });

  test('a name that is taken stays what it was', async () => {
    const storage = join(home.path, 'taken');
    const first = await makePack(storage, join(home.path, 'source'));
    rmSync(join(storage, '_tmp'), { recursive: true });
    await expect(makePack(storage, join(home.path, 'source'))).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect((await openPack(first.path)).manifest.packId).toBe(first.manifest.packId);
  });
});

test('checksums of 100 MB are not read into memory', async () => {
  const { path, manifest } = await makePack(join(home.path, 'large-sums'), join(home.path, 'source'));
  truncateSync(join(path, 'checksums/SHA256SUMS'), 100_000_000);
  const verifying = verifyPack({ path, manifest, files: filesOf(manifest) }, { ...options, depth: 'bytes' });
  await expect(verifying).rejects.toMatchObject({ code: 'PACK_MANIFEST_INVALID' });
});
