import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { AppError, hasCode } from '../errors.ts';
import { parseCanonicalJson } from './canonical-json.ts';
import { decodeChecksums } from './checksums.ts';
import { DoneMark, Manifest, packFormatVersion } from './manifest.ts';
import { listedFiles, packFile } from './pack-layout.ts';
import { fileFailure } from '../file-failure.ts';

/** A pack whose files are all there; not yet read back. */
export interface CompletePack {
  /** Absolute path. */
  readonly path: string;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  readonly done: DoneMark;
  /** Every file but DONE: path inside the pack to size. */
  readonly files: ReadonlyMap<string, number>;
}

const largestManifest = 16 * 1024 * 1024;

/** Reads one of a pack's own texts. PACK_INCOMPLETE when it is missing, PACK_MANIFEST_INVALID when it is larger than any of them can be. */
export async function readSmall(pack: string, file: string): Promise<Buffer> {
  const path = join(pack, file);
  const stat = await lstat(path).catch(() => null);
  if (stat === null) throw new AppError('PACK_INCOMPLETE', { pack: basename(pack), detail: `${file} is missing` });
  if (!stat.isFile() || stat.size > largestManifest)
    throw new AppError('PACK_MANIFEST_INVALID', { pack: basename(pack), detail: `${file} is not a small file` });
  return readFile(path).catch((error: unknown) => {
    throw fileFailure(error, path);
  });
}

function textOf(bytes: Buffer, pack: string, file: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new AppError('PACK_MANIFEST_INVALID', { pack, detail: `${file} is not UTF-8` });
}

function parseJson(bytes: Buffer, pack: string, file: string): unknown {
  const value = parseCanonicalJson(textOf(bytes, pack, file), pack, file);
  const version = typeof value === 'object' && value !== null && 'formatVersion' in value ? value.formatVersion : null;
  if (typeof version === 'number' && Number.isInteger(version) && version > packFormatVersion)
    throw new AppError('PACK_FUTURE_VERSION', { pack, version });
  return value;
}

/** Sizes of all files below a pack, by path. Anything that is neither file nor folder is refused. */
async function sizesBelow(pack: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const entry of await readdir(pack, { withFileTypes: true, recursive: true })) {
    const absolute = join(entry.parentPath, entry.name);
    const path = relative(pack, absolute).replaceAll('\\', '/');
    if (entry.isDirectory()) continue;
    if (!entry.isFile())
      throw new AppError('PACK_INCOMPLETE', { pack: basename(pack), detail: `${path} is not a file` });
    sizes.set(path, (await lstat(absolute)).size);
  }
  return sizes;
}

/**
 * Opens a pack: DONE parses and names the manifest's hash and this pack, every listed file is there with
 * its size, and nothing unlisted is there. Reads no part. Throws PACK_NOT_A_PACK, PACK_INCOMPLETE,
 * PACK_MANIFEST_INVALID or PACK_FUTURE_VERSION.
 */
export async function openPack(path: string): Promise<CompletePack> {
  const name = basename(path);
  const stat = await lstat(path).catch(() => null);
  if (stat?.isDirectory() !== true) throw new AppError('PACK_NOT_A_PACK', { path });
  const doneBytes = await readSmall(path, packFile.done);
  const manifestBytes = await readSmall(path, packFile.manifest);
  const done = DoneMark.safeParse(parseDone(doneBytes, manifestBytes, name));
  if (!done.success)
    throw new AppError(
      'PACK_MANIFEST_INVALID',
      { pack: name, detail: `${packFile.done} has an unknown form` },
      { cause: done.error },
    );
  const manifestSha256 = createHash('sha256').update(manifestBytes).digest('hex');
  if (manifestSha256 !== done.data.manifestSha256)
    throw new AppError('PACK_INCOMPLETE', {
      pack: name,
      detail: `${packFile.manifest} is not the one that ${packFile.done} names`,
    });
  const manifest = parseManifest(manifestBytes, name);
  if (manifest.packId !== done.data.packId)
    throw new AppError('PACK_INCOMPLETE', { pack: name, detail: 'DONE belongs to another pack' });
  const files = await compareFiles(path, manifest, done.data);
  return { path, manifest, manifestSha256, done: done.data, files };
}

/** A later version stands in both texts; one that only DONE states is damage, of which a newer Lifeboat would be no cure. */
function parseDone(doneBytes: Buffer, manifestBytes: Buffer, pack: string): unknown {
  try {
    return parseJson(doneBytes, pack, packFile.done);
  } catch (error) {
    if (!hasCode(error, 'PACK_FUTURE_VERSION')) throw error;
    parseManifest(manifestBytes, pack);
    throw new AppError('PACK_INCOMPLETE', { pack, detail: `${packFile.done} has another version than its manifest` });
  }
}

function parseManifest(bytes: Buffer, pack: string): Manifest {
  const parsed = Manifest.safeParse(parseJson(bytes, pack, packFile.manifest));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const detail = issue === undefined ? 'unknown form' : `${issue.path.join('.')}: ${issue.message}`;
  throw new AppError('PACK_MANIFEST_INVALID', { pack, detail }, { cause: parsed.error });
}

async function compareFiles(path: string, manifest: Manifest, done: DoneMark): Promise<Map<string, number>> {
  const pack = basename(path);
  const incomplete = (detail: string) => new AppError('PACK_INCOMPLETE', { pack, detail });
  const listed = listedFiles(manifest);
  const found = await sizesBelow(path);
  for (const file of found.keys())
    if (!listed.has(file) && file !== packFile.replication) throw incomplete(`${file} does not belong to it`);
  for (const [file, size] of listed) {
    const actual = found.get(file);
    if (actual === undefined) throw incomplete(`${file} is missing`);
    if (size !== null && actual !== size) throw incomplete(`${file} has ${actual} bytes instead of ${size}`);
  }
  found.delete(packFile.done);
  found.delete(packFile.replication);
  const bytes = [...found.values()].reduce((sum, size) => sum + size, 0);
  if (bytes !== done.bytes || found.size !== done.files) throw incomplete(await miscounted(path));
  return found;
}

const uncounted = [packFile.restore, packFile.settings, packFile.version];

/** Which of the texts whose size no manifest states is not what it was, in words. */
async function miscounted(path: string): Promise<string> {
  const pack = basename(path);
  const sums = await readSmall(path, packFile.sums)
    .then((bytes) => decodeChecksums(bytes.toString('utf8'), pack))
    .catch(() => null);
  if (sums === null) return `${packFile.sums} cannot be read`;
  for (const file of uncounted) {
    const bytes = await readSmall(path, file).catch(() => Buffer.alloc(0));
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (sums.get(file) !== sum) return `${file} is not what ${packFile.sums} states`;
  }
  return `${packFile.sums} or ${packFile.done} is not what it was`;
}
