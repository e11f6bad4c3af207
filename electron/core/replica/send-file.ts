import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { CompletePack } from '../archive/pack-reader.ts';
import { chunksOf } from '../byte-stream.ts';
import { AppError } from '../errors.ts';
import { fileFailure } from '../file-failure.ts';
import { hashTargetFile } from './copy-check.ts';
import type { ReplicaFile } from './replication-manifest.ts';
import type { TargetConnection } from './target.ts';
import type { TransferOptions } from './transfer.ts';

/** A file on its way from a local pack into a folder of a target. */
export interface SentFile {
  readonly pack: CompletePack;
  readonly file: ReplicaFile;
  readonly folder: string;
  /** Bytes of it that an earlier try has left there. */
  readonly present: number;
}

/**
 * Sends one file. What is there of it stays when it reads back as the beginning of the local file. The local file is
 * hashed while it is sent: PACK_CORRUPT when it is not what its pack says. Resolves with whether the whole file was there
 * already and has been read back as what it must be.
 */
export async function sendFile(
  connection: TargetConnection,
  sent: SentFile,
  options: TransferOptions,
): Promise<'sent' | 'proven'> {
  const { pack, file, folder, present } = sent;
  const goal = `${folder}/${file.path}`;
  const hash = createHash('sha256');
  const offset = present > file.bytes ? 0 : await goOnAt(connection, sent, hash, options);
  if (offset === file.bytes && file.bytes > 0) {
    refuseCorrupt(pack, file, hash);
    return 'proven';
  }
  const whole = offset === 0 ? createHash('sha256') : hash;
  async function* sending(): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of localBytes(pack, file, offset, Infinity, options.signal)) {
      const { length } = chunk;
      await options.throttle?.take(length, options.signal);
      whole.update(chunk);
      yield chunk;
      options.progress.onBytes(length);
    }
  }
  const size = await connection.write(goal, sending(), { offset, signal: options.signal });
  refuseCorrupt(pack, file, whole);
  if (size === file.bytes) return 'sent';
  const detail = `${size} bytes are there instead of ${file.bytes}`;
  throw new AppError('REPLICA_READ_BACK_WRONG', { place: connection.identity.place, part: file.path, detail });
}

/** Where sending goes on: behind what is there, if that is the file's beginning, whose bytes `hash` then has; else at 0. */
async function goOnAt(
  connection: TargetConnection,
  { pack, file, folder, present }: SentFile,
  hash: Hash,
  options: TransferOptions,
): Promise<number> {
  if (present === 0) return 0;
  const there = await hashTargetFile(connection, { path: `${folder}/${file.path}`, bytes: present }, options);
  for await (const chunk of localBytes(pack, file, 0, present - 1, options.signal)) hash.update(chunk);
  return hash.copy().digest('hex') === there ? present : 0;
}

/** Bytes of the local file from `start` to `end`, both counted. */
async function* localBytes(
  pack: CompletePack,
  file: ReplicaFile,
  start: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const path = join(pack.path, file.path);
  try {
    yield* chunksOf(createReadStream(path, { start, end, highWaterMark: 1 << 20, signal }));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw fileFailure(error, path);
  }
}

function refuseCorrupt({ manifest }: CompletePack, { path, sha256 }: ReplicaFile, hash: Hash): void {
  if (hash.digest('hex') === sha256) return;
  throw new AppError('PACK_CORRUPT', { pack: manifest.name, part: path, detail: 'its checksum is wrong' });
}
