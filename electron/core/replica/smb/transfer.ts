import { AppError } from '../../errors.ts';
import type { ReadOptions, WriteOptions } from '../target.ts';
import { SmbFile } from './file.ts';
import { orAborted } from './or-aborted.ts';
import { access, createOption, disposition, endOfFileBody, sharing } from './requests.ts';
import type { SmbTree } from './tree.ts';

// Transfers of 1 MiB under way at once. An answer to a READ lies here until somebody takes it; data of a WRITE is gone
// once the network has it, so there may be more of them: what a line of 10 Gbit/s holds at 25 ms.
const reads = 12;
const writes = 32;
// Writes that the network has not taken yet. More would only wait here: on a slow line for so long that the last one's
// answer is late, and as memory.
const unsentWrites = 4;

const writing = access.writeData | access.appendData | access.readAttributes | access.writeAttributes;

/** Writes a stream into a file, flushes and closes it; see `TargetConnection.write`. `path` is relative to the share. */
export async function writeFile(
  tree: SmbTree,
  path: string,
  chunks: AsyncIterable<Buffer>,
  { offset, signal }: WriteOptions,
): Promise<number> {
  const how = {
    access: writing | access.synchronize,
    disposition: offset === 0 ? disposition.overwriteIf : disposition.open,
    options: createOption.notFolder | createOption.sequential,
    sharing: sharing.read,
  };
  const file = await SmbFile.open(tree, path, how, signal);
  try {
    if (offset > 0) await cutOff(file, offset, signal);
    const end = await sendAll(file, chunks, offset, signal);
    await file.flush(signal);
    const size = await file.close(signal);
    if (size !== end) throw sizeError(tree, path, `${size} bytes are there instead of ${end}`);
    return size;
  } catch (error) {
    file.abandon();
    throw error;
  }
}

async function cutOff(file: SmbFile, offset: number, signal: AbortSignal): Promise<void> {
  const { size, id } = file.opened;
  if (size < offset) throw sizeError(file.tree, file.path, `${size} bytes are there, fewer than ${offset}`);
  await file.ask({ command: 'SET_INFO', body: endOfFileBody(id, offset) }, signal);
}

async function sendAll(
  file: SmbFile,
  chunks: AsyncIterable<Buffer>,
  offset: number,
  signal: AbortSignal,
): Promise<number> {
  const unsent: Promise<void>[] = [];
  const underWay: Promise<void>[] = [];
  let at = offset;
  for await (const piece of pieces(chunks, file.tree.transferBytes)) {
    const { length } = piece;
    await fewerThan(unsentWrites, unsent, signal);
    await fewerThan(writes, underWay, signal);
    const { sent, written } = await file.write(piece, at, signal);
    unsent.push(sent);
    underWay.push(written);
    at += length;
  }
  await orAborted(Promise.all(underWay), signal);
  return at;
}

async function fewerThan(most: number, underWay: Promise<void>[], signal: AbortSignal): Promise<void> {
  while (underWay.length >= most) await orAborted(underWay.shift() ?? Promise.resolve(), signal);
}

/** The same bytes in pieces of `size`, the last one shorter; long chunks are not copied. */
export async function* pieces(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer, void, undefined> {
  let gathered: Buffer | null = null;
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      if (filled === 0 && chunk.length - at >= size) {
        yield chunk.subarray(at, at + size);
        at += size;
        continue;
      }
      gathered ??= Buffer.allocUnsafeSlow(size);
      const copied = chunk.copy(gathered, filled, at, at + size - filled);
      filled += copied;
      at += copied;
      if (filled === size) {
        yield gathered;
        gathered = null;
        filled = 0;
      }
    }
  }
  if (gathered !== null) yield gathered.subarray(0, filled);
}

/** The bytes of a file from `offset` to the end that it had when it was opened. */
export async function* readFile(
  tree: SmbTree,
  path: string,
  { offset, signal }: ReadOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const how = {
    access: access.readData | access.readAttributes | access.synchronize,
    disposition: disposition.open,
    options: createOption.notFolder | createOption.sequential,
    sharing: sharing.all,
  };
  const file = await SmbFile.open(tree, path, how, signal);
  let isRead = false;
  try {
    const { size } = file.opened;
    const underWay: Promise<Buffer>[] = [];
    for (let at = offset; at < size || underWay.length > 0; ) {
      while (at < size && underWay.length < reads) {
        const length = Math.min(tree.transferBytes, size - at);
        const { data } = await file.read(at, length, signal);
        underWay.push(data);
        at += length;
      }
      const next = underWay.shift();
      if (next !== undefined) yield await orAborted(next, signal);
    }
    isRead = true;
  } finally {
    // Left early, nobody waits for the server.
    if (!isRead) file.abandon();
  }
  await file.close(signal);
}

function sizeError(tree: SmbTree, path: string, detail: string): AppError {
  return new AppError('REPLICA_CALL_FAILED', { path: tree.place(path), detail });
}
