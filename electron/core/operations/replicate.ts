import type { ErrorReport } from '../../../shared/errors.ts';
import type { Backup } from '../../../shared/model/backup.ts';
import type { ReplicateReport } from '../../../shared/model/replica.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { isAppError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { copyOne } from './copy-one.ts';
import { isAboutThePack } from './copy-queue.ts';
import { pruneTarget } from './replica-prune.ts';

/** Puts a good backup into the queue of every target of its stack; what is there already stays as it is. */
export function enqueueCopies({ catalog, clock }: EngineContext, backup: Backup): void {
  for (const replica of catalog.replicas.list(backup.stackId)) {
    if (catalog.replicaCopies.get(replica.id, backup.id) !== null) continue;
    catalog.replicaCopies.put({
      replicaId: replica.id,
      stackId: backup.stackId,
      backupId: backup.id,
      backup: backup.name,
      state: 'waiting',
      tries: 0,
      nextTryAt: isoTime(clock()),
      verifiedAt: null,
      bytes: backup.storedBytes,
      reason: null,
    });
  }
}

/**
 * Copies a backup that is good to every target of its stack, and then what waits for a target that was reached. Never
 * throws for what a copy meets, also not for a cancel: resolves with the first failure, as the job's warning has it.
 */
export async function replicateBackup(
  context: EngineContext,
  job: JobControl,
  backup: Backup,
): Promise<ErrorReport | null> {
  let warning: ErrorReport | null = null;
  for (const replica of context.catalog.replicas.list(backup.stackId)) {
    const others = waitingFor(context, replica, backup.id);
    try {
      await copyAll(context, job, replica, [backup.id, ...others]);
    } catch (error) {
      warning ??= replicationFailed(replica, job.signal.aborted ? job.signal.reason : error);
    }
  }
  return warning;
}

/** `REPLICATION_FAILED` with its cause: the words of the cause are put into the sentence by whoever shows it. */
function replicationFailed({ name }: StoredReplica, error: unknown): ErrorReport {
  const cause = reportOf(error);
  return { code: 'REPLICATION_FAILED', params: { ...cause.params, replica: name, cause: cause.code } };
}

/** Ids of what waits for a target, the newest first: it is what a disaster needs. */
export function waitingFor({ catalog }: EngineContext, replica: StoredReplica, but: string | null = null): string[] {
  return catalog.replicaCopies
    .ofReplica(replica.id)
    .filter(({ state, backupId }) => state === 'waiting' && backupId !== but)
    .map(({ backupId }) => backupId);
}

/**
 * Copies backups to one target, one after the other. Each has its outcome in its row. What is about one pack keeps no
 * other from being copied; what is about the target ends it all, and puts what waits off as well. Throws the first
 * failure at the end.
 */
export async function copyAll(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backupIds: readonly string[],
): Promise<ReplicateReport> {
  let [copied, already, bytes] = [0, 0, 0];
  let failure: { readonly of: unknown } | null = null;
  let newest: string | null = null;
  for (const id of backupIds) {
    job.signal.throwIfAborted();
    try {
      const done = await copyOne(context, job, replica, id);
      newest ??= done.packId;
      if (done.wasThere) already += 1;
      else [copied, bytes] = [copied + 1, bytes + done.bytes];
    } catch (error) {
      failure ??= { of: error };
      if (job.signal.aborted || !isAppError(error) || !isAboutThePack(error.code)) break;
    }
  }
  if (newest !== null && !job.signal.aborted) await pruneTarget(context, job, replica, newest);
  if (failure !== null) throw failure.of;
  return { copied, already, bytes };
}
