import type { Backup } from '../../../shared/model/backup.ts';
import { Throttle } from '../archive/throttle.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { copyToReplica } from '../replica/copy-pack.ts';
import { usualRetries } from '../replica/retry.ts';
import type { TransferOptions } from '../replica/transfer.ts';
import { openBackup, viewOf } from './backup-lookup.ts';
import { copyProgress } from './copy-progress.ts';
import { isAboutThePack, nextTryAt } from './copy-queue.ts';
import { assertOfStack, jobStateIn, noteLook, stackOfReplica, targetOf } from './replica-access.ts';
import { checkStorage } from './storage.ts';

/**
 * Copies one backup to one target, and writes what came of it into its row: verified, waiting with its next try, or failed
 * for good. Throws what it met; BACKUP_NOT_FOUND and REPLICA_NOT_FOUND for what has gone meanwhile; REPLICA_FOREIGN.
 */
export async function copyOne(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backupId: string,
): Promise<{ readonly wasThere: boolean; readonly bytes: number; readonly packId: string }> {
  const { catalog, clock } = context;
  if (catalog.replicas.get(replica.id) === null) throw new AppError('REPLICA_NOT_FOUND', { replica: replica.name });
  const row = catalog.replicaCopies.get(replica.id, backupId);
  const backup = catalog.backups.get(backupId);
  if (backup === null) throw new AppError('BACKUP_NOT_FOUND', { backup: backupId });
  assertOfStack(context, replica, backup);
  // With nothing here to compare it with, a copy that is known to be good stays so.
  if (row?.state === 'verified') await openBackup(viewOf(backup));
  catalog.replicaCopies.put({
    replicaId: replica.id,
    stackId: replica.stackId,
    backupId,
    backup: backup.name,
    tries: row?.tries ?? 0,
    verifiedAt: row?.verifiedAt ?? null,
    reason: row?.reason ?? null,
    bytes: backup.storedBytes,
    state: 'running',
    nextTryAt: null,
  });
  try {
    const { wasThere, bytes, setAside, freeBytes } = await job.step(
      'replicate',
      { replica: replica.id, backup: backup.name },
      async () => copyPack(context, job, replica, backup),
    );
    const good = { state: 'verified', verifiedAt: isoTime(clock()), nextTryAt: null, tries: 0, reason: null } as const;
    catalog.replicaCopies.update({ replicaId: replica.id, backupId }, { ...good, bytes });
    noteLook(context, replica.id, { freeBytes });
    if (setAside !== null)
      job.log.warn({ replica: replica.name, setAside }, 'what had the name of a copy was set aside');
    return { wasThere, bytes, packId: backup.packId };
  } catch (error) {
    noteFailure(context, job, replica, backupId, error);
    throw error;
  }
}

/** What is journalled of a copy, so small. */
interface CopyFacts {
  readonly wasThere: boolean;
  readonly bytes: number;
  readonly setAside: string | null;
  readonly freeBytes: number | null;
}

async function copyPack(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backup: Backup,
): Promise<CopyFacts> {
  const { clock } = context;
  job.progress.phase('preparing-replica');
  const pack = await openBackup(viewOf(backup)).catch(async (error: unknown) => {
    // With its whole storage away, the pack may come back: that is not the end of its copy.
    if (hasCode(error, 'BACKUP_FILES_MISSING')) await checkStorage(stackOfReplica(context, replica));
    throw error;
  });
  const target = await targetOf(context, replica);
  const options = transferOptions(context, job, replica);
  const { wasThere, bytes, setAside } = await copyToReplica(
    {
      target,
      targetId: replica.targetId,
      pack,
      job: { id: job.id, startedAt: isoTime(clock()) },
      stateOf: jobStateIn(context),
      clock,
      retries: usualRetries,
    },
    options,
  );
  return { wasThere, bytes, setAside, freeBytes: await freeSpace(target) };
}

/** How a job moves bytes to or from a target. */
export function transferOptions({ clock }: EngineContext, job: JobControl, { limit }: StoredReplica): TransferOptions {
  const throttle = limit === null ? null : new Throttle(limit, clock);
  return { signal: job.signal, progress: copyProgress(job.progress), throttle };
}

async function freeSpace(target: Awaited<ReturnType<typeof targetOf>>): Promise<number | null> {
  const signal = AbortSignal.timeout(30_000);
  try {
    await using connection = await target.open(signal);
    return await connection.freeSpace(signal);
  } catch {
    // The copy is good; nobody needs this number more than that.
    return null;
  }
}

function noteFailure(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backupId: string,
  error: unknown,
): void {
  const { catalog, clock } = context;
  const at = { replicaId: replica.id, backupId };
  if (job.signal.aborted) {
    const reason = reportOf(job.signal.reason);
    catalog.replicaCopies.update(at, { state: 'waiting', nextTryAt: isoTime(nextTryAt(1, clock())), reason });
    return;
  }
  const reason = reportOf(error);
  const tries = (catalog.replicaCopies.get(replica.id, backupId)?.tries ?? 0) + 1;
  const next = isoTime(nextTryAt(tries, clock()));
  if (isAboutThePack(reason.code)) {
    catalog.replicaCopies.update(at, { state: 'failed', tries, nextTryAt: null, reason });
    return;
  }
  catalog.replicaCopies.update(at, { state: 'waiting', tries, nextTryAt: next, reason });
  // What is wrong here, e.g. with the storage, says nothing of the target.
  if (/^(?:REPLICA|SECRETS)_/u.test(reason.code)) noteLook(context, replica.id, { fault: reason });
  // They would meet the same: tried each for itself, they would keep the target busy all the time.
  for (const other of catalog.replicaCopies.ofReplica(replica.id))
    if (other.state === 'waiting' && (other.nextTryAt ?? '') < next)
      catalog.replicaCopies.update(other, { nextTryAt: next });
}
