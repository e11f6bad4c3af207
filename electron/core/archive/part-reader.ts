import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { PackFormat } from '../../../shared/model/backup.ts';
import { AppError, detailOf } from '../errors.ts';
import type { PartDigest } from './frame-sink.ts';
import type { FrameLanes } from './frame-lanes.ts';
import { createDecompressor, frameBytes, largestFrame } from './frames.ts';
import { freeBuffer } from './spent-buffer.ts';
import { decodeSeekTable, type FrameSize, seekTableFoot, seekTableLength } from './seek-table.ts';
import { chunksOf } from '../byte-stream.ts';
import { errnoOf, fileFailure } from '../file-failure.ts';

export interface ReadPartOptions {
  /** Absolute path of the part's file. */
  readonly file: string;
  /** Path of the part inside the pack, for errors. */
  readonly part: string;
  readonly format: PackFormat;
  /** What the manifest says of the part: every byte is held against it. */
  readonly expected: PartDigest;
  readonly signal: AbortSignal;
}

// Four million frames, 8 TiB of content: a bound on what a made-up table can take in memory.
const largestTable = 32 * 1024 * 1024;

// Frames being decompressed at once; as many as libuv's pool can work on beside a read.
const inFlight = 4;

/**
 * The raw bytes of a part, in order, in pieces of at most 4 MiB. Stored bytes and raw bytes are hashed on
 * the way, and the end of the iteration is reached only when both are what the manifest states; otherwise
 * it throws PACK_CORRUPT. Never yields more than the stated raw bytes.
 */
export async function* readPart(options: ReadPartOptions): AsyncGenerator<Buffer, void, undefined> {
  const { expected, part } = options;
  const corrupt = (detail: string, cause?: unknown) =>
    new AppError('PACK_CORRUPT', { pack: '', part, detail }, { cause });
  const raw = createHash('sha256');
  const stored = createHash('sha256');
  let rawBytes = 0;
  const pieces = options.format === 'zstd' ? readZstd(options, stored, corrupt) : readGzip(options, stored, corrupt);
  for await (const piece of pieces) {
    rawBytes += piece.length;
    if (rawBytes > expected.rawBytes) throw corrupt('it holds more bytes than the manifest states');
    raw.update(piece);
    yield piece;
  }
  if (stored.digest('hex') !== expected.storedSha256) throw corrupt('its checksum is wrong');
  if (rawBytes !== expected.rawBytes) throw corrupt('it holds fewer bytes than the manifest states');
  if (raw.digest('hex') !== expected.rawSha256) throw corrupt('the checksum of its content is wrong');
}

type Corrupt = (detail: string, cause?: unknown) => AppError;

async function readExactly(
  file: FileHandle,
  path: string,
  position: number,
  length: number,
  corrupt: Corrupt,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done).catch((error: unknown) => {
      throw fileFailure(error, path);
    });
    if (bytesRead === 0) throw corrupt('it ends early');
    done += bytesRead;
  }
  return buffer;
}

async function openPart(options: ReadPartOptions, corrupt: Corrupt): Promise<FileHandle> {
  const file = await open(options.file, 'r').catch((error: unknown) => {
    throw errnoOf(error) === 'ENOENT' ? corrupt('the file is missing', error) : fileFailure(error, options.file);
  });
  const { size } = await file.stat();
  if (size === options.expected.storedBytes) return file;
  await file.close();
  throw corrupt(`it has ${size} bytes instead of ${options.expected.storedBytes}`);
}

async function readFrames(
  file: FileHandle,
  options: ReadPartOptions,
  corrupt: Corrupt,
): Promise<{ frames: FrameSize[]; table: Buffer }> {
  const size = options.expected.storedBytes;
  if (size < seekTableFoot) throw corrupt('it is too short');
  const foot = await readExactly(file, options.file, size - seekTableFoot, seekTableFoot, corrupt);
  const length = seekTableLength(foot, options.part);
  if (length > Math.min(size, largestTable)) throw corrupt('the list of frames does not fit the file');
  const table = await readExactly(file, options.file, size - length, length, corrupt);
  const frames = decodeSeekTable(table, size, options.part);
  if (frames.some((frame) => frame.raw > largestFrame)) throw corrupt('a frame is too large');
  if (frames.some((frame) => frame.stored === 0)) throw corrupt('a frame has no bytes');
  return { frames, table };
}

async function* readZstd(
  options: ReadPartOptions,
  stored: ReturnType<typeof createHash>,
  corrupt: Corrupt,
): AsyncGenerator<Buffer, void, undefined> {
  await using file = await openPart(options, corrupt);
  using lanes = createDecompressor();
  const { frames, table } = await readFrames(file, options, corrupt);
  const decompressing: Promise<Buffer[]>[] = [];
  let position = 0;
  for (const frame of frames) {
    options.signal.throwIfAborted();
    const bytes = await readExactly(file, options.file, position, frame.stored, corrupt);
    stored.update(bytes);
    position += frame.stored;
    const raw = decompress(lanes, bytes, frame.raw, corrupt);
    // Awaited below in order; this keeps Node from calling an early failure unhandled.
    raw.catch(() => undefined);
    decompressing.push(raw);
    const first = decompressing.length >= inFlight ? decompressing.shift() : undefined;
    if (first !== undefined) yield* await first;
  }
  for (const raw of decompressing) yield* await raw;
  stored.update(table);
}

async function decompress(lanes: FrameLanes, stored: Buffer, rawBytes: number, corrupt: Corrupt): Promise<Buffer[]> {
  const pieces = await lanes.run(stored, rawBytes).catch((error: unknown) => {
    throw corrupt(`a frame cannot be decompressed: ${detailOf(error)}`, error);
  });
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length !== rawBytes) throw corrupt('a frame has another size than the list of frames states');
  freeBuffer(stored);
  return pieces;
}

async function* readGzip(
  options: ReadPartOptions,
  stored: ReturnType<typeof createHash>,
  corrupt: Corrupt,
): AsyncGenerator<Buffer, void, undefined> {
  await (await openPart(options, corrupt)).close();
  const gunzip = createGunzip({ chunkSize: frameBytes });
  const file = createReadStream(options.file, { highWaterMark: frameBytes, signal: options.signal });
  file.on('data', (chunk) => stored.update(chunk));
  file.on('error', (error) => gunzip.destroy(options.signal.aborted ? error : fileFailure(error, options.file)));
  file.pipe(gunzip);
  try {
    yield* chunksOf(gunzip);
    // zlib leaves what it does not know behind the last member, and says nothing.
    if (gunzip.bytesWritten !== options.expected.storedBytes) throw corrupt('bytes follow its end');
  } catch (error) {
    if (error instanceof AppError || options.signal.aborted) throw error;
    throw corrupt(`it cannot be decompressed: ${detailOf(error)}`, error);
  } finally {
    file.destroy();
  }
}
