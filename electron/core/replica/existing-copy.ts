import { packFile } from '../archive/pack-layout.ts';
import { AppError } from '../errors.ts';
import { readBackFolder } from './copy-check.ts';
import { decodeReplication, type ReplicaFile, type ReplicationManifest } from './replication-manifest.ts';
import type { TargetConnection } from './target.ts';
import { readText } from './target-text.ts';
import type { TransferOptions } from './transfer.ts';

/** A pack as it has to be at a target. */
export interface WantedCopy {
  readonly name: string;
  readonly packId: string;
  readonly manifestSha256: string;
  readonly files: readonly ReplicaFile[];
  /** The text of its DONE. */
  readonly done: string;
}

/**
 * What has a copy's name: nothing; the copy, read back and whole (`good`); the copy with all but its DONE
 * (`unmarked`); or something else (`wrong`), which has to go aside.
 */
export type ExistingCopy =
  | { readonly kind: 'absent' | 'wrong' }
  | { readonly kind: 'good' | 'unmarked'; readonly replication: ReplicationManifest };

/**
 * Looks at what has a copy's name, and reads it back when it claims to be the copy. `ours`: what this very job has read
 * back before it gave the name; that need not be read again. REPLICA_PATH_TAKEN for the copy of another pack: two
 * machines have made packs of one name, and theirs stays.
 */
export async function examineExisting(
  connection: TargetConnection,
  wanted: WantedCopy,
  ours: { readonly text: string; readonly proven: ReadonlySet<string> } | null,
  options: TransferOptions,
): Promise<ExistingCopy> {
  const { name, files } = wanted;
  const { signal } = options;
  const entry = await connection.stat(name, signal);
  if (entry === null) return { kind: 'absent' };
  if (entry.kind === 'file') return { kind: 'wrong' };
  const text = await readText(connection, `${name}/${packFile.replication}`, signal);
  const done = await readText(connection, `${name}/${packFile.done}`, signal);
  const replication = text === null ? null : decodeReplication(text);
  if (replication === null || typeof replication === 'string') return { kind: 'wrong' };
  if (replication.packId !== wanted.packId && done !== null)
    throw new AppError('REPLICA_PATH_TAKEN', { path: `${connection.identity.place}/${name}` });
  if ((done !== null && done !== wanted.done) || !isSamePack(replication, wanted)) return { kind: 'wrong' };
  const proven = new Set(ours?.text === text ? ours?.proven : []);
  const beside = [packFile.replication, packFile.done];
  const fault = await readBackFolder({ connection, path: name, files, beside, proven }, options);
  if (fault !== null) return { kind: 'wrong' };
  return { kind: done === null ? 'unmarked' : 'good', replication };
}

function isSamePack(one: ReplicationManifest, wanted: WantedCopy): boolean {
  if (one.packId !== wanted.packId || one.manifestSha256 !== wanted.manifestSha256 || one.name !== wanted.name)
    return false;
  const sums = new Map(one.files.map(({ path, sha256 }) => [path, sha256]));
  return sums.size === wanted.files.length && wanted.files.every(({ path, sha256 }) => sums.get(path) === sha256);
}
