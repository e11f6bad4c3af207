import type { VerifyReport } from '../../../shared/model/report.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { wordsOfPlace } from '../replica/open-target.ts';
import type { CompleteCopy } from '../replica/read-copy.ts';
import { usualRetries } from '../replica/retry.ts';
import { verifyReplica } from '../replica/verify-replica.ts';
import { assertOfStack, noteLook, targetOf } from './replica-access.ts';
import { transferOptions } from './copy-one.ts';

/**
 * Reads the copy of a backup back from its target, whole. Its row has the outcome: a copy that is gone is missing, one
 * that is damaged is made anew while the pack is here. A target that is not there says nothing of its copies.
 * REPLICA_FOREIGN for a target of another stack.
 */
export async function verifyCopy(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backup: BackupView,
): Promise<VerifyReport> {
  const { catalog, clock } = context;
  assertOfStack(context, replica, backup);
  try {
    const { target, targetId } = { target: await targetOf(context, replica), targetId: replica.targetId };
    const from = { target, targetId, name: backup.name, retries: usualRetries };
    const copy = await job.step('verify replica', { replica: replica.id }, async () =>
      verifyReplica(from, transferOptions(context, job, replica)),
    );
    assertSamePack(copy, backup);
    const { manifest, done, replication } = copy;
    const now = isoTime(clock());
    const { stackId, id: backupId, name } = backup;
    catalog.replicaCopies.put({
      replicaId: replica.id,
      stackId,
      backupId,
      backup: name,
      state: 'verified',
      tries: 0,
      verifiedAt: now,
      nextTryAt: null,
      reason: null,
      bytes: done.bytes,
    });
    noteLook(context, replica.id, { freeBytes: null });
    return {
      path: `${wordsOfPlace(replica.place)}/${backup.name}`,
      name: backup.name,
      parts: manifest.parts.length,
      files: replication.files.length + 1,
      entries: manifest.totals.entries,
      rawBytes: manifest.totals.rawBytes,
      storedBytes: manifest.totals.storedBytes,
    };
  } catch (error) {
    if (!job.signal.aborted) noteCopyFault(context, replica, backup, error);
    throw error;
  }
}

/** Another machine may have made a pack of the same name: PACK_FOREIGN. */
export function assertSamePack({ name, manifest, manifestSha256 }: CompleteCopy, backup: BackupView): void {
  const isSame = manifest.packId === backup.packId && manifestSha256 === (backup.checksum ?? manifestSha256);
  if (!isSame) throw new AppError('PACK_FOREIGN', { pack: name, stack: backup.stack, other: manifest.stack.name });
}

/**
 * Notes what reading a copy from its target met: in the copy's row what is about the copy, with the target what is about
 * the target.
 */
export function noteCopyFault(
  context: EngineContext,
  replica: StoredReplica,
  backup: BackupView,
  error: unknown,
): void {
  const reason = reportOf(error);
  const isDamaged = hasCode(error, 'REPLICA_COPY_CORRUPT') || hasCode(error, 'REPLICA_COPY_INCOMPLETE');
  const isOther = hasCode(error, 'PACK_FOREIGN');
  if (!isDamaged && !isOther && !hasCode(error, 'REPLICA_COPY_NOT_FOUND')) {
    if (reason.code.startsWith('REPLICA_')) noteLook(context, replica.id, { fault: reason });
    return;
  }
  // One that is gone was taken away by somebody; one that is damaged is made anew while there is something to copy.
  const isAgain = isDamaged && !backup.missing;
  const bad = isAgain ? ('waiting' as const) : ('failed' as const);
  context.catalog.replicaCopies.put({
    replicaId: replica.id,
    stackId: backup.stackId,
    backupId: backup.id,
    backup: backup.name,
    state: isDamaged || isOther ? bad : 'missing',
    tries: 0,
    nextTryAt: isAgain ? isoTime(context.clock()) : null,
    verifiedAt: null,
    bytes: backup.storedBytes,
    reason,
  });
}
