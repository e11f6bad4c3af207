import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError, isAppError } from '../errors.ts';
import { decodeChecksums } from './checksums.ts';
import { DumpEnds } from './dump-ends.ts';
import type { IndexEntry } from './index-entry.ts';
import { readIndex } from './index-reader.ts';
import type { Manifest, ManifestPart } from './manifest.ts';
import { packFile } from './pack-layout.ts';
import { readSmall } from './pack-reader.ts';
import { readPart } from './part-reader.ts';
import { freeBuffer } from './spent-buffer.ts';
import { scanTar } from './scan-session.ts';
import type { Throttle } from './throttle.ts';
import { chunksOf } from '../byte-stream.ts';
import { fileFailure } from '../file-failure.ts';

export interface VerifyOptions {
  readonly signal: AbortSignal;
  /** Hears of raw bytes as they are read back. */
  readonly onBytes: (bytes: number) => void;
  readonly onPart: (part: string | null) => void;
  /**
   * `bytes`: every byte is read back, decompressed and hashed. `entries`: also every entry is parsed,
   * hashed and compared with the index, which proves a pack that this process did not write itself.
   */
  readonly depth: 'bytes' | 'entries';
  /** Of raw bytes; as fast as it goes without one. */
  readonly throttle?: Throttle | null;
}

/** What must be known of a pack's folder to read it back; it need not have its DONE yet. */
export interface ReadablePack {
  readonly path: string;
  readonly manifest: Manifest;
  /** Every file but DONE and SHA256SUMS itself is in the sums. */
  readonly files: Iterable<string>;
}

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of chunksOf(createReadStream(path, { highWaterMark: 1 << 20, signal }))) hash.update(chunk);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw fileFailure(error, path);
  }
  return hash.digest('hex');
}

/** Reads a whole pack back. Throws PACK_CORRUPT (or PACK_HOSTILE) naming the part; good when it resolves. */
export async function verifyPack(pack: ReadablePack, options: VerifyOptions): Promise<void> {
  const name = basename(pack.path);
  const parts = new Map<string, string>();
  for (const part of pack.manifest.parts) {
    options.onPart(part.part);
    await named(name, verifyPart(pack.path, part, options));
    parts.set(part.part, part.digest.storedSha256);
    if ('index' in part) parts.set(part.index.part, part.index.digest.storedSha256);
  }
  options.onPart(null);
  for (const file of pack.manifest.config) {
    if ((await hashFile(join(pack.path, file.part), options.signal)) !== file.sha256) throw wrong(name, file.part);
    parts.set(file.part, file.sha256);
  }
  await compareSums(pack, parts, options.signal);
}

/** Fills in the pack's name, which the readers of single parts do not know. */
async function named(pack: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (isAppError(error) && error.code === 'PACK_CORRUPT')
      throw new AppError('PACK_CORRUPT', { ...corruptParams(error), pack }, { cause: error });
    throw error;
  }
}

function corruptParams(error: AppError): { part: string; detail: string } {
  const params: Readonly<Record<string, string | number>> = error.params;
  return { part: String(params['part']), detail: String(params['detail']) };
}

function wrong(pack: string, part: string): AppError {
  return new AppError('PACK_CORRUPT', { pack, part, detail: 'its checksum is wrong' });
}

async function compareSums(pack: ReadablePack, known: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
  const name = basename(pack.path);
  const sums = decodeChecksums((await readSmall(pack.path, packFile.sums)).toString('utf8'), name);
  const files = [...pack.files].filter((file) => file !== packFile.sums && file !== packFile.done);
  const inSums = (detail: string) => new AppError('PACK_CORRUPT', { pack: name, part: packFile.sums, detail });
  for (const file of files) {
    // Read back already, and what the manifest states: the fault is not the file's.
    const proven = known.get(file);
    const sum = proven ?? (await hashFile(join(pack.path, file), signal));
    if (sums.get(file) === sum) continue;
    if (proven !== undefined) throw inSums(`it has no right checksum of ${file}`);
    const detail = `it is not what ${packFile.sums} states`;
    throw new AppError('PACK_CORRUPT', { pack: name, part: file, detail });
  }
  if (sums.size !== files.length) throw inSums('it lists files that are not there');
}

async function verifyPart(pack: string, part: ManifestPart, options: VerifyOptions): Promise<void> {
  const { signal } = options;
  const read = { file: join(pack, part.part), part: part.part, format: part.codec, expected: part.digest, signal };
  if (part.kind === 'database' || part.kind === 'roles') return verifyDump(part, readPart(read), options);
  if (!('index' in part)) return drain(readPart(read), options);
  const index = { file: join(pack, part.index.part), part: part.index.part, expected: part.index.digest, signal };
  if (options.depth === 'bytes') {
    await drain(readPart({ ...index, format: 'zstd' }), { signal, onBytes: () => undefined });
    return drain(readPart(read), options);
  }
  return verifyEntries(part, read, index, options);
}

/** A dump also has to end as its engine ends one: no hash tells that a tool broke off. */
async function verifyDump(
  part: Extract<ManifestPart, { kind: 'database' | 'roles' }>,
  pieces: AsyncIterable<Buffer>,
  options: VerifyOptions,
): Promise<void> {
  const ends = new DumpEnds(part.kind === 'database' ? part.database.engine : part.engine);
  await drain(
    (async function* () {
      for await (const piece of pieces) {
        ends.push(piece);
        yield piece;
      }
    })(),
    options,
  );
  if (!ends.whole)
    throw new AppError('PACK_CORRUPT', { pack: '', part: part.part, detail: 'the dump has no end mark' });
}

type Pace = Pick<VerifyOptions, 'signal' | 'onBytes' | 'throttle'>;

async function drain(pieces: AsyncIterable<Buffer>, pace: Pace): Promise<void> {
  for await (const piece of pieces) {
    const { length } = piece;
    freeBuffer(piece);
    await passed(length, pace);
  }
}

/** Tells of bytes that were read, and waits as long as the throttle wants. */
async function passed(bytes: number, { signal, onBytes, throttle }: Pace): Promise<void> {
  onBytes(bytes);
  await throttle?.take(bytes, signal);
}

/** Scans the part again and holds the index that this gives against the stored one. */
async function verifyEntries(
  part: Extract<ManifestPart, { entries: number }>,
  read: Parameters<typeof readPart>[0],
  index: Parameters<typeof readIndex>[0],
  options: VerifyOptions,
): Promise<void> {
  // Left early, it would keep its file open.
  await using stored = readIndex(index);
  const corrupt = (detail: string) => new AppError('PACK_CORRUPT', { pack: '', part: part.part, detail });
  let rest = '';
  const summary = await scanTar(
    { part: part.part, input: { kind: 'stream', exclude: [], reading: true }, capture: [] },
    Readable.from(readPart(read), { objectMode: true, highWaterMark: 2 }),
    {
      async frame(frame, spent) {
        const { length } = frame;
        spent();
        await passed(length, options);
      },
      async index(text) {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const { value, done } = await stored.next();
          if (done === true) throw corrupt('it holds more entries than its index');
          if (line !== JSON.stringify(orderedEntry(value)))
            throw corrupt(`${value.path}: the entry is not what the index states`);
        }
      },
    },
    options.signal,
  );
  if ((await stored.next()).done !== true || summary.entries !== part.entries)
    throw corrupt('it holds fewer entries than its index');
}

/** The same entry with its keys in the order in which `indexEntryOf` writes them. */
function orderedEntry(entry: IndexEntry): IndexEntry {
  const { path, pathBytes, type, mode, uid, gid, size, mtime, link, linkBytes, device, xattrs, sha256, offset } = entry;
  return {
    path,
    ...(pathBytes === undefined ? {} : { pathBytes }),
    type,
    mode,
    uid,
    gid,
    size,
    mtime,
    ...(link === undefined ? {} : { link }),
    ...(linkBytes === undefined ? {} : { linkBytes }),
    ...(device === undefined ? {} : { device }),
    ...(xattrs === undefined ? {} : { xattrs }),
    ...(sha256 === undefined ? {} : { sha256 }),
    offset,
  };
}
