import { packFile, temporaryFolder } from '../archive/pack-layout.ts';
import { isStaleWork, type JobState, workOf } from './replica-names.ts';
import type { ReplicaFile } from './replication-manifest.ts';
import type { TargetConnection, TargetEntry } from './target.ts';
import { foldersOf, targetTree } from './target-tree.ts';
import { readText } from './target-text.ts';

/** What is known of jobs, and the time. */
export interface WorkFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly stateOf: (jobId: string) => JobState;
}

/** Texts of a pack by which its unfinished copies are known. */
export interface PackTexts {
  readonly manifest: string;
  readonly done: string;
}

/**
 * Prepares the folder of an unfinished copy: goes on with what an ended job has left of the same pack, removes what
 * does not belong to it, makes its folders. Resolves with the sizes of the files that are there.
 */
export async function prepareWork(
  connection: TargetConnection,
  work: string,
  copy: { readonly files: readonly ReplicaFile[]; readonly texts: PackTexts },
  { stateOf }: WorkFacts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const paths = copy.files.map(({ path }) => path);
  await connection.makeFolders(temporaryFolder, signal);
  if ((await connection.stat(work, signal)) === null) {
    const left = await leftOf(connection, copy.texts, (jobId) => stateOf(jobId) === 'ended', signal);
    const adopted = left.find(({ kind }) => kind === 'folder');
    if (adopted !== undefined) await connection.rename(`${temporaryFolder}/${adopted.name}`, work, signal);
  }
  await connection.makeFolders(work, signal);
  const { sizes, strange } = await targetTree(connection, work, paths, signal);
  for (const { path, kind } of strange) await remove(connection, `${work}/${path}`, kind, signal);
  for (const folder of foldersOf(paths)) await connection.makeFolders(`${work}/${folder}`, signal);
  return sizes;
}

/** Names below `_tmp` that own or ended jobs have left of the same pack: folders that hold its beginning, and its DONE. */
async function leftOf(
  connection: TargetConnection,
  pack: PackTexts,
  isOver: (jobId: string) => boolean,
  signal: AbortSignal,
): Promise<readonly TargetEntry[]> {
  const left: TargetEntry[] = [];
  for (const entry of await connection.list(temporaryFolder, signal)) {
    const work = workOf(entry.name);
    if (work === null || !isOver(work.jobId)) continue;
    const path = `${temporaryFolder}/${entry.name}`;
    const isFolder = entry.kind === 'folder';
    const text = await readText(connection, isFolder ? `${path}/${packFile.manifest}` : path, signal);
    // Everything in it is compared before it is used, so the beginning of a manifest is enough.
    if ((isFolder ? pack.manifest : pack.done).startsWith(text ?? '')) left.push(entry);
  }
  return left;
}

/** Removes what own and ended jobs have left of a pack whose copy is good; what cannot be removed is swept later. */
export async function removeLeft(
  connection: TargetConnection,
  pack: PackTexts,
  isOver: (jobId: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const { name, kind } of await leftOf(connection, pack, isOver, signal))
      await remove(connection, `${temporaryFolder}/${name}`, kind, signal);
  } catch {
    // The copy is good; rubbish beside it makes it no worse.
  }
}

/** Removes what dead jobs have left below `_tmp` more than seven days ago. What cannot be removed stays for the next time. */
export async function sweepWork(connection: TargetConnection, facts: WorkFacts, signal: AbortSignal): Promise<void> {
  try {
    for (const { name, kind } of await connection.list(temporaryFolder, signal)) {
      if (isStaleWork(name, facts.now, facts.stateOf))
        await remove(connection, `${temporaryFolder}/${name}`, kind, signal);
    }
  } catch {
    signal.throwIfAborted();
    // Rubbish that stays is no reason to make no copy: what really is wrong, the copy itself will meet.
  }
}

/** Removes a job's own work, which will never become a copy. When it cannot be removed now, it is swept later. */
export async function discardWork(connection: TargetConnection, work: string, signal: AbortSignal): Promise<void> {
  await connection.deleteTree(work, signal).catch(() => undefined);
}

async function remove(
  connection: TargetConnection,
  path: string,
  kind: TargetEntry['kind'],
  signal: AbortSignal,
): Promise<void> {
  if (kind === 'folder') await connection.deleteTree(path, signal);
  else await connection.deleteFile(path, signal);
}
