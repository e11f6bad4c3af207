import { createHash } from 'node:crypto';
import { freeBuffer } from '../archive/spent-buffer.ts';
import { inLanes } from './lanes.ts';
import type { ReplicaFile } from './replication-manifest.ts';
import type { TargetConnection } from './target.ts';
import { targetTree } from './target-tree.ts';
import { filesAtOnce, type TransferOptions } from './transfer.ts';

/** What is wrong with a copy. */
export interface CopyFault {
  readonly kind: 'incomplete' | 'corrupt';
  readonly part: string;
  readonly detail: string;
}

/** A folder of a target and what it has to hold. */
export interface CheckedFolder {
  readonly connection: TargetConnection;
  readonly path: string;
  readonly files: readonly ReplicaFile[];
  /** Files beside those, which may be there. */
  readonly beside: readonly string[];
  /** Paths that have been read back already; each one that reads back right is added. */
  readonly proven: Set<string>;
}

/** Compares names and sizes, reading nothing. Null when all is as it has to be. */
export async function compareSizes(folder: CheckedFolder, signal: AbortSignal): Promise<CopyFault | null> {
  const { connection, path, files, beside } = folder;
  const belonging = [...files.map((file) => file.path), ...beside];
  const { sizes, strange } = await targetTree(connection, path, belonging, signal);
  const [extra] = strange;
  if (extra !== undefined)
    return { kind: 'incomplete', part: extra.path, detail: `${extra.path} does not belong to it` };
  for (const file of files) {
    const size = sizes.get(file.path);
    if (size === undefined) return { kind: 'incomplete', part: file.path, detail: `${file.path} is missing` };
    if (size !== file.bytes)
      return { kind: 'incomplete', part: file.path, detail: `${file.path} has ${size} bytes instead of ${file.bytes}` };
  }
  return null;
}

/** Reads every file back that is not proven, and hashes it. Resolves with the first fault; null when all is good. */
export async function readBackFolder(folder: CheckedFolder, options: TransferOptions): Promise<CopyFault | null> {
  const fault = await compareSizes(folder, options.signal);
  if (fault !== null) return fault;
  const { connection, path, files, proven } = folder;
  const unproven = files.filter((file) => !proven.has(file.path));
  options.progress.onPhase(
    'reading-back',
    unproven.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  let number = 0;
  const faults: CopyFault[] = [];
  await inLanes(unproven, filesAtOnce, options.signal, async (file, signal) => {
    options.progress.onFile({ path: file.path, number: ++number, of: unproven.length });
    const stated = { path: `${path}/${file.path}`, bytes: file.bytes };
    const sha256 = await hashTargetFile(connection, stated, { ...options, signal });
    if (sha256 === file.sha256) proven.add(file.path);
    else faults.push({ kind: 'corrupt', part: file.path, detail: 'its checksum is wrong' });
  });
  return faults[0] ?? null;
}

/** Hash of a file of a target, as it reads now; null when it is longer than `bytes`. */
export async function hashTargetFile(
  connection: TargetConnection,
  { path, bytes }: { readonly path: string; readonly bytes: number },
  { signal, progress, throttle }: TransferOptions,
): Promise<string | null> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of connection.read(path, { offset: 0, signal })) {
    const { length } = chunk;
    size += length;
    if (size > bytes) return null;
    hash.update(chunk);
    freeBuffer(chunk);
    progress.onBytes(length);
    await throttle?.take(length, signal);
  }
  return hash.digest('hex');
}
