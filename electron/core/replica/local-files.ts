import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import type { LocalWaits } from './local-waits.ts';
import type { ReadOptions, WriteOptions } from './target.ts';

const chunkBytes = 1 << 20;
/** Flushed in between, or one flush at the end of a large file would take a slow disk longer than any wait. */
const flushEveryBytes = 64 << 20;

/** What `TargetConnection.write` promises, but for the names above the file, which are the caller's to flush. */
export async function writeLocalFile(
  file: string,
  chunks: AsyncIterable<Buffer>,
  { offset, signal }: WriteOptions,
  waits: LocalWaits,
): Promise<number> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  const flags = offset === 0 ? O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW : O_WRONLY | O_NOFOLLOW;
  return withHandle(file, flags, signal, waits, async (handle) => {
    if (offset > 0) await cutOff(handle, file, offset, signal, waits);
    let end = offset;
    let unflushed = 0;
    for await (const chunk of chunks) {
      await waits.for(() => writeWhole(handle, chunk, end), signal);
      end += chunk.length;
      unflushed += chunk.length;
      if (unflushed < flushEveryBytes) continue;
      await waits.for(() => handle.datasync(), signal);
      unflushed = 0;
    }
    await waits.for(() => handle.sync(), signal);
    const { size } = await waits.for(() => handle.stat(), signal);
    if (size !== end) throw sizeError(file, `${size} bytes are there instead of ${end}`);
    return size;
  });
}

async function cutOff(
  handle: FileHandle,
  file: string,
  offset: number,
  signal: AbortSignal,
  waits: LocalWaits,
): Promise<void> {
  const { size } = await waits.for(() => handle.stat(), signal);
  if (size < offset) throw sizeError(file, `${size} bytes are there, fewer than ${offset}`);
  await waits.for(() => handle.truncate(offset), signal);
}

async function writeWhole(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, at, chunk.length - at, position + at);
    at += bytesWritten;
  }
}

/** What `TargetConnection.read` promises. */
export async function* readLocalFile(
  file: string,
  { offset, signal }: ReadOptions,
  waits: LocalWaits,
): AsyncGenerator<Buffer, void, undefined> {
  const handle = await openFile(file, constants.O_RDONLY | constants.O_NOFOLLOW, signal, waits);
  try {
    for (let at = offset; ; ) {
      // Its own buffer each time: whoever reads may still hold the last one.
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const position = at;
      const { bytesRead } = await waits.for(() => handle.read(buffer, 0, chunkBytes, position), signal);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    abandon(handle);
  }
}

async function withHandle<T>(
  file: string,
  flags: number,
  signal: AbortSignal,
  waits: LocalWaits,
  act: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await openFile(file, flags, signal, waits);
  try {
    const result = await act(handle);
    // Network file systems report here what they could not write.
    await waits.for(() => handle.close(), signal);
    return result;
  } catch (error) {
    abandon(handle);
    throw error;
  }
}

async function openFile(file: string, flags: number, signal: AbortSignal, waits: LocalWaits): Promise<FileHandle> {
  waits.check(signal);
  const opening = open(file, flags, 0o600);
  try {
    return await waits.for(() => opening, signal);
  } catch (error) {
    // Given up before it was open: it must not stay open.
    opening.then(abandon, () => undefined);
    throw error;
  }
}

/** Closing waits for what is under way, which may never end. */
function abandon(handle: FileHandle): void {
  handle.close().catch(() => undefined);
}

function sizeError(path: string, detail: string): AppError {
  return new AppError('REPLICA_CALL_FAILED', { path, detail });
}
