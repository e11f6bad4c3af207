import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeChecksums } from './checksums.ts';
import { packFile } from './pack-layout.ts';
import type { CompletePack } from './pack-reader.ts';
import { readMembers } from './single-file-members.ts';
import { fileFailure } from '../file-failure.ts';

interface SingleFileOptions {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

const block = 512;
const stallMs = 120_000;

/** Folders before what is in them, DONE and the manifest before the parts: a reader knows at once what it has. */
function memberOrder(pack: CompletePack): string[] {
  const first = [packFile.done, packFile.manifest];
  const files = [...first, ...[...pack.files.keys()].filter((file) => file !== packFile.manifest).toSorted()];
  const folders = new Set<string>();
  for (const file of files) {
    const folder = dirname(file);
    if (folder !== '.') folders.add(folder);
  }
  return ['.', ...first, ...[...folders].toSorted(), ...files.slice(first.length)];
}

/** An upper bound of the bytes that `writeSingleFile` writes. */
export function singleFileBytes(pack: CompletePack): number {
  // A header, an extension header with its body, and the padding of each member; the end, rounded up by node-tar.
  return pack.done.bytes + (memberOrder(pack).length * 4 + 20) * block;
}

async function* tarOf(pack: CompletePack): AsyncGenerator<Buffer, void, undefined> {
  // Loaded here: every start of the command line would pay for it, and few commands export.
  const { create } = await import('tar');
  const folder = basename(pack.path);
  const members = memberOrder(pack).map((member) => (member === '.' ? folder : `${folder}/${member}`));
  // With more jobs than one, node-tar 7.5.23 can stall for ever; see the watchdog for what is not known yet.
  yield* create(
    { cwd: dirname(pack.path), portable: true, jobs: 1, noDirRecurse: true, strict: true, gzip: false },
    members,
  );
}

/** Ends an iteration that gives nothing for two minutes with STALLED, and one whose job is cancelled. */
async function* watched<T>(
  source: AsyncGenerator<T, void, undefined>,
  what: string,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const end = Promise.withResolvers<never>();
  // The race below sees it; without one under way nobody has to.
  end.promise.catch(() => undefined);
  const abort = (): void => end.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const watchdog = setTimeout(() => end.reject(new AppError('STALLED', { what, seconds: stallMs / 1000 })), stallMs);
  try {
    signal.throwIfAborted();
    for (;;) {
      const next = await Promise.race([source.next(), end.promise]);
      if (next.done === true) return;
      yield next.value;
      watchdog.refresh();
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', abort);
    // Not awaited: a source that has stalled never ends.
    source.return().catch(() => undefined);
  }
}

/**
 * Writes a pack's folder as one plain tar (its parts are compressed already) to `file`, which must not
 * exist, and flushes it. Not read back yet: that is `verifySingleFile`.
 */
export async function writeSingleFile(pack: CompletePack, file: string, options: SingleFileOptions): Promise<number> {
  let bytes = 0;
  try {
    await using target = await open(file, 'wx', 0o600);
    for await (const chunk of watched(tarOf(pack), basename(file), options.signal)) {
      await target.writeFile(chunk);
      bytes += chunk.length;
      options.onBytes(chunk.length);
    }
    await target.sync();
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw fileFailure(error, file);
  }
  return bytes;
}

interface Member {
  readonly bytes: number;
  readonly sha256: string;
  /** Content of the small files that say what the others are. */
  readonly text: string;
}

const told: readonly string[] = [packFile.done, packFile.sums];

async function hashMembers(file: string, options: SingleFileOptions): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  let path = '';
  let bytes = 0;
  let hash = createHash('sha256');
  let text: Buffer[] = [];
  for await (const event of readMembers(
    createReadStream(file, { highWaterMark: 1 << 20, signal: options.signal }),
    basename(file),
  )) {
    if (event.type === 'file') {
      ({ path } = event);
      bytes = 0;
      hash = createHash('sha256');
      text = [];
    } else if (event.type === 'data') {
      bytes += event.chunk.length;
      options.onBytes(event.chunk.length);
      hash.update(event.chunk);
      if (told.includes(path)) text.push(event.chunk);
    } else if (event.type === 'end') {
      members.set(path, { bytes, sha256: hash.digest('hex'), text: Buffer.concat(text).toString('utf8') });
    }
  }
  return members;
}

/** What the manifest itself says of the files that it names. */
function statedHashes(pack: CompletePack): Map<string, string> {
  const hashes = new Map<string, string>([[packFile.manifest, pack.manifestSha256]]);
  for (const part of pack.manifest.parts) {
    hashes.set(part.part, part.digest.storedSha256);
    if ('index' in part) hashes.set(part.index.part, part.index.digest.storedSha256);
  }
  for (const config of pack.manifest.config) hashes.set(config.part, config.sha256);
  return hashes;
}

/**
 * Reads a single file back: it holds exactly this pack's files, each with the hash that `SHA256SUMS`, the
 * manifest and DONE state. Throws PACK_CORRUPT naming the member, PACK_HOSTILE for what is no pack's.
 */
export async function verifySingleFile(pack: CompletePack, file: string, options: SingleFileOptions): Promise<void> {
  const name = pack.manifest.name;
  const corrupt = (part: string, detail: string) => new AppError('PACK_CORRUPT', { pack: name, part, detail });
  const members = await hashMembers(file, options);
  const stated = statedHashes(pack);
  if (members.get(packFile.done)?.text !== canonicalJson(pack.done))
    throw corrupt(packFile.done, 'it is not what was copied');
  const sums = decodeChecksums(members.get(packFile.sums)?.text ?? '', name);
  for (const [path, bytes] of pack.files) {
    const member = members.get(path);
    if (member === undefined || member.bytes !== bytes) throw corrupt(path, 'it is not there as a whole');
    if (path === packFile.sums) continue;
    const wanted = stated.get(path) ?? sums.get(path);
    if (member.sha256 !== wanted || sums.get(path) !== wanted) throw corrupt(path, 'its checksum is wrong');
  }
  // SHA256SUMS names neither itself nor DONE, and the archive has DONE beyond what the pack counts.
  if (sums.size !== pack.files.size - 1) throw corrupt(packFile.sums, 'it lists files that are not there');
  if (members.size !== pack.files.size + 1) throw corrupt(basename(file), 'it holds files that are not of the pack');
}
