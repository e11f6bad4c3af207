import { temporaryFolder } from '../archive/pack-layout.ts';
import { packFile } from '../archive/pack-layout.ts';
import { hasCode } from '../errors.ts';
import { isStaleWork, type JobState, workOf } from './replica-names.ts';
import type { ReplicaFile } from './replication-manifest.ts';
import type { TargetConnection } from './target.ts';
import { foldersOf, targetTree } from './target-tree.ts';
import { readText } from './target-text.ts';

/** What is known of jobs, and the time. */
export interface WorkFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly stateOf: (jobId: string) => JobState;
}

/**
 * Prepares the folder of an unfinished copy: goes on with what an ended job has left of the same pack, removes what
 * does not belong to it, makes its folders. Resolves with the sizes of the files that are there. `manifest`: the text of the
 * pack's own.
 */
export async function prepareWork(
  connection: TargetConnection,
  work: string,
  copy: { readonly files: readonly ReplicaFile[]; readonly manifest: string },
  facts: WorkFacts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const paths = copy.files.map(({ path }) => path);
  await connection.makeFolders(temporaryFolder, signal);
  if ((await connection.stat(work, signal)) === null) await adoptWork(connection, work, copy.manifest, facts, signal);
  await connection.makeFolders(work, signal);
  const { sizes, strange } = await targetTree(connection, work, paths, signal);
  for (const { path, kind } of strange) {
    if (kind === 'folder') await connection.deleteTree(`${work}/${path}`, signal);
    else await connection.deleteFile(`${work}/${path}`, signal);
  }
  for (const folder of foldersOf(paths)) await connection.makeFolders(`${work}/${folder}`, signal);
  return sizes;
}

async function adoptWork(
  connection: TargetConnection,
  work: string,
  manifest: string,
  { stateOf }: WorkFacts,
  signal: AbortSignal,
): Promise<void> {
  for (const { name, kind } of await connection.list(temporaryFolder, signal)) {
    const left = workOf(name);
    const path = `${temporaryFolder}/${name}`;
    if (left === null || kind !== 'folder' || path === work || stateOf(left.jobId) !== 'ended') continue;
    if ((await readText(connection, `${path}/${packFile.manifest}`, signal)) !== manifest) continue;
    await connection.rename(path, work, signal);
    return;
  }
}

/** Removes what dead jobs have left below `_tmp` more than seven days ago. What cannot be removed stays for the next time. */
export async function sweepWork(connection: TargetConnection, facts: WorkFacts, signal: AbortSignal): Promise<void> {
  try {
    for (const { name, kind } of await connection.list(temporaryFolder, signal)) {
      if (!isStaleWork(name, facts.now, facts.stateOf)) continue;
      await removeWork(connection, `${temporaryFolder}/${name}`, kind, signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    // Rubbish that stays is no reason to make no copy: what really is wrong, the copy itself will meet.
    if (!hasCode(error, 'REPLICA_PATH_NOT_FOUND')) return;
  }
}

/** Removes a job's own work; nothing there is fine. */
export async function removeWork(
  connection: TargetConnection,
  path: string,
  kind: 'file' | 'folder',
  signal: AbortSignal,
): Promise<void> {
  if ((await connection.stat(path, signal)) === null) return;
  if (kind === 'folder') await connection.deleteTree(path, signal);
  else await connection.deleteFile(path, signal);
}
