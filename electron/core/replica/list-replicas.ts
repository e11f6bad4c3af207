import type { ErrorReport } from '../../../shared/errors.ts';
import { isPackName } from '../archive/pack-name.ts';
import { hasCode, isAppError, reportOf } from '../errors.ts';
import { type CompleteCopy, openCopy } from './read-copy.ts';
import type { TargetConnection } from './target.ts';

/** What has the name of a copy at a target. */
export type ListedCopy =
  /** All of its files are there, and it was read back when its manifest of the copy says so. */
  | { readonly kind: 'complete'; readonly name: string; readonly copy: CompleteCopy }
  /** It does not count: `error` says why. */
  | { readonly kind: 'incomplete'; readonly name: string; readonly error: ErrorReport };

/** Every copy at a target, by name. Reads their texts, and nothing of their parts. */
export async function listReplicas(connection: TargetConnection, signal: AbortSignal): Promise<ListedCopy[]> {
  const listed: ListedCopy[] = [];
  const entries = await connection.list('', signal);
  for (const name of entries
    .map((entry) => entry.name)
    .filter(isPackName)
    .toSorted()) {
    try {
      listed.push({ kind: 'complete', name, copy: await openCopy(connection, name, signal) });
    } catch (error) {
      if (!isAboutTheCopy(error)) throw error;
      listed.push({ kind: 'incomplete', name, error: reportOf(error) });
    }
  }
  return listed;
}

function isAboutTheCopy(error: unknown): boolean {
  if (!isAppError(error)) return false;
  // A file that has the name of a copy is not found as one.
  return (
    ['REPLICA_COPY_INCOMPLETE', 'PACK_FUTURE_VERSION'].includes(error.code) || hasCode(error, 'REPLICA_COPY_NOT_FOUND')
  );
}
