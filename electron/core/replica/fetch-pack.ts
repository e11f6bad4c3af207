import { createHash } from 'node:crypto';
import { lstat, mkdir, open, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packFile } from '../archive/pack-layout.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { giveFinalName, syncPackFolder } from '../archive/publish.ts';
import { freeBuffer } from '../archive/spent-buffer.ts';
import { verifyPack } from '../archive/verify-pack.ts';
import { AppError } from '../errors.ts';
import { fileFailure, systemFailure } from '../file-failure.ts';
import { checkReplica } from './identity.ts';
import { inLanes } from './lanes.ts';
import { type CompleteCopy, openCopy } from './read-copy.ts';
import type { ReplicaFile } from './replication-manifest.ts';
import { withRetries } from './retry.ts';
import type { TargetConnection } from './target.ts';
import { filesAtOnce, type TransferOptions } from './transfer.ts';
import type { CopyAt } from './verify-replica.ts';

/** Where a fetched pack goes. */
export interface FetchPlace {
  /** A new folder on the file system of the packs; the caller removes it afterwards. */
  readonly temporary: string;
  /** The folder of the stack's packs. */
  readonly packs: string;
}

/**
 * Brings a copy back as a local pack: every file is hashed as it comes, the whole is read back from the local disk entry
 * by entry, and only then gets its name. The copy is not touched. PACK_NAME_TAKEN and SPACE_INSUFFICIENT come before
 * anything is written; REPLICA_COPY_CORRUPT, REPLICA_COPY_NOT_FOUND, REPLICA_COPY_INCOMPLETE, PACK_CORRUPT, or what
 * `checkReplica` refuses.
 */
export async function fetchPack(from: CopyAt, to: FetchPlace, options: TransferOptions): Promise<CompletePack> {
  const { signal, progress } = options;
  const finalPath = join(to.packs, from.name);
  const here = new Set<string>();
  await withRetries({
    target: from.target,
    rules: from.retries,
    signal,
    act: async (connection) => {
      progress.onPhase('checking', 0);
      await checkReplica(connection, from.targetId, signal);
      const copy = await openCopy(connection, from.name, signal);
      if ((await lstat(finalPath).catch(() => null)) !== null)
        throw new AppError('PACK_NAME_TAKEN', { path: finalPath });
      await refuseWithoutSpace(to.packs, copy.replication.files, here);
      await fetchFiles(connection, copy, to.temporary, here, options);
    },
  });
  await syncPackFolder(to.temporary);
  const pack = await openPack(to.temporary);
  progress.onPhase('reading-back', pack.manifest.totals.rawBytes);
  await verifyPack(
    { path: pack.path, manifest: pack.manifest, files: pack.files.keys() },
    { signal, onBytes: progress.onBytes, onPart: () => undefined, depth: 'entries' },
  );
  signal.throwIfAborted();
  progress.onPhase('finishing', 0);
  await giveFinalName(to.temporary, finalPath);
  return { ...pack, path: finalPath };
}

async function refuseWithoutSpace(
  path: string,
  files: readonly ReplicaFile[],
  here: ReadonlySet<string>,
): Promise<void> {
  const needed = files.filter((file) => !here.has(file.path)).reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = await statfs(path).catch((error: unknown) => {
    throw fileFailure(error, path);
  });
  if (needed > bavail * bsize) throw new AppError('SPACE_INSUFFICIENT', { path, needed, free: bavail * bsize });
}

async function fetchFiles(
  connection: TargetConnection,
  { name, replication, doneText }: CompleteCopy,
  folder: string,
  here: Set<string>,
  options: TransferOptions,
): Promise<void> {
  const missing = replication.files.filter(({ path }) => !here.has(path));
  options.progress.onPhase(
    'sending',
    missing.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  let number = 0;
  await inLanes(missing, filesAtOnce, options.signal, async (file, signal) => {
    options.progress.onFile({ path: file.path, number: ++number, of: missing.length });
    const goal = { path: join(folder, file.path), bytes: file.bytes };
    const sha256 = await fetchFile(connection, `${name}/${file.path}`, goal, { ...options, signal });
    if (sha256 !== file.sha256) {
      const { place } = connection.identity;
      const detail = 'its checksum is wrong';
      throw new AppError('REPLICA_COPY_CORRUPT', { pack: name, place, part: file.path, detail });
    }
    here.add(file.path);
  });
  const done = join(folder, packFile.done);
  await writeFile(done, doneText, { mode: 0o600 }).catch((error: unknown) => {
    throw fileFailure(error, done);
  });
}

/** Resolves with the hash of what came; null when more came than `bytes`, which is how much there is room for. */
async function fetchFile(
  connection: TargetConnection,
  from: string,
  { path: to, bytes }: { readonly path: string; readonly bytes: number },
  { signal, progress, throttle }: TransferOptions,
): Promise<string | null> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    // Left by an earlier try, and not whole.
    await rm(to, { force: true });
    await using file = await open(to, 'wx', 0o600);
    for await (const chunk of connection.read(from, { offset: 0, signal })) {
      const { length } = chunk;
      size += length;
      if (size > bytes) return null;
      hash.update(chunk);
      await file.writeFile(chunk);
      freeBuffer(chunk);
      progress.onBytes(length);
      await throttle?.take(length, signal);
    }
  } catch (error) {
    throw systemFailure(error, to);
  }
  return hash.digest('hex');
}
