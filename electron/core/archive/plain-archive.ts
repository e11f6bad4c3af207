import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError, detailOf } from '../errors.ts';
import { readTarHeader, tarBlock, TarHeaderError } from './tar-header.ts';
import { type TarEntry, TarScanner } from './tar-scanner.ts';
import { fileFailure } from '../file-failure.ts';

/** An archive from elsewhere, known by its first bytes and not by its name. */
export interface PlainArchive {
  readonly path: string;
  readonly kind: 'tar' | 'gzip' | 'zstd';
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

const chunkBytes = 256 * 1024;

async function readHead(path: string, position: number, length: number): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function isSkippableFrame(head: Buffer): boolean {
  return head.length >= 8 && (head.readUInt32LE(0) & 0xffff_fff0) >>> 0 === 0x184d_2a50;
}

function isZstdFrame(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2f_b528;
}

function kindOf(head: Buffer): PlainArchive['kind'] | null {
  if (head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (isZstdFrame(head) || isSkippableFrame(head)) return 'zstd';
  if (head.length < tarBlock || head.every((byte) => byte === 0)) return null;
  try {
    readTarHeader(head);
    return 'tar';
  } catch (error) {
    if (error instanceof TarHeaderError) return null;
    throw error;
  }
}

/** Recognises an archive by its first bytes. ARCHIVE_UNRECOGNISED. */
export async function recogniseArchive(path: string): Promise<PlainArchive> {
  try {
    await using file = await open(path, 'r');
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('it is neither a file nor a folder');
    const kind = kindOf(await readHead(path, 0, tarBlock));
    if (kind === null) throw new Error('it is neither a tar nor one compressed by gzip or zstd');
    return { path, kind, bytes: stat.size, mtimeMs: stat.mtimeMs };
  } catch (error) {
    throw new AppError('ARCHIVE_UNRECOGNISED', { path, detail: detailOf(error) }, { cause: error });
  }
}

function damaged(path: string, detail: string, cause?: unknown): AppError {
  return new AppError('PACK_CORRUPT', { pack: basename(path), part: basename(path), detail }, { cause });
}

/**
 * The plain tar in an archive, as a stream. Several gzip members and several zstd frames are one tar, as
 * for the ordinary tools; anything after them, and an end that comes too early, is PACK_CORRUPT.
 */
export async function* readArchive(
  archive: PlainArchive,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const { path, kind, bytes } = archive;
  if (kind === 'tar') {
    yield* pieces(createReadStream(path, { signal, highWaterMark: chunkBytes }), path, signal);
    return;
  }
  if (kind === 'gzip') {
    // Node reads member after member by itself, but is content with zeros after the last one.
    if ((yield* decompress(archive, 0, signal)) !== bytes) throw damaged(path, 'bytes follow its end');
    return;
  }
  for (let at = 0; at < bytes; ) {
    const head = await readHead(path, at, 8);
    if (isSkippableFrame(head)) at += 8 + head.readUInt32LE(4);
    else if (isZstdFrame(head)) at += yield* decompress(archive, at, signal);
    else throw damaged(path, 'bytes follow its end');
    if (at > bytes) throw damaged(path, 'it ends early');
  }
}

async function* pieces(
  stream: AsyncIterable<Buffer>,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* stream;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw fileFailure(error, path);
  }
}

/** Decompresses from an offset: all gzip members, or one zstd frame (Node stops there without a word). Returns the bytes that it took. */
async function* decompress(
  { path, kind }: PlainArchive,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, number, undefined> {
  const decompressor =
    kind === 'gzip' ? createGunzip({ chunkSize: chunkBytes }) : createZstdDecompress({ chunkSize: chunkBytes });
  const file = createReadStream(path, { start, highWaterMark: chunkBytes });
  const abort = () => decompressor.destroy(new Error('cancelled'));
  signal.addEventListener('abort', abort, { once: true });
  // Also after the last frame's end, when what follows is no frame: that is looked at by the caller.
  decompressor.on('error', () => file.destroy());
  file.on('error', (error) => decompressor.destroy(fileFailure(error, path)));
  file.pipe(decompressor);
  try {
    signal.throwIfAborted();
    yield* decompressor;
    return decompressor.bytesWritten;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof AppError) throw error;
    throw damaged(path, `it cannot be decompressed: ${detailOf(error)}`, error);
  } finally {
    signal.removeEventListener('abort', abort);
    file.destroy();
    decompressor.destroy();
  }
}

/** The first entry of an archive; null when it has none. PACK_HOSTILE, PACK_CORRUPT. */
export async function firstEntry(archive: PlainArchive, signal: AbortSignal): Promise<TarEntry | null> {
  const found: TarEntry[] = [];
  const scanner = new TarScanner(
    { entry: (entry) => found.push(entry), data: () => undefined, entryEnd: () => undefined },
    basename(archive.path),
  );
  for await (const piece of readArchive(archive, signal)) {
    scanner.push(piece);
    if (found.length > 0) break;
  }
  return found[0] ?? null;
}
