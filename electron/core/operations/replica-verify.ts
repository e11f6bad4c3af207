import type { ReplicaCopy } from '../../../shared/model/replica.ts';
import type { VerifyReport } from '../../../shared/model/report.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { hasCode, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { wordsOfPlace } from '../replica/open-target.ts';
import { usualRetries } from '../replica/retry.ts';
import { verifyReplica } from '../replica/verify-replica.ts';
import { noteLook, targetOf } from './replica-access.ts';
import { transferOptions } from './replicate.ts';

/**
 * Reads the copy of a backup back from its target, whole. Its row has the outcome: a copy that is gone is missing, one
 * that is damaged is made anew while the pack is here. A target that is not there says nothing of its copies.
 */
export async function verifyCopy(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backup: BackupView,
): Promise<VerifyReport> {
  const { catalog, clock } = context;
  const row = (found: Pick<ReplicaCopy, 'state' | 'verifiedAt' | 'nextTryAt' | 'reason' | 'bytes'>): void => {
    const { stackId, id: backupId, name } = backup;
    catalog.replicaCopies.put({ replicaId: replica.id, stackId, backupId, backup: name, tries: 0, ...found });
  };
  try {
    const { target, targetId } = { target: await targetOf(context, replica), targetId: replica.targetId };
    const from = { target, targetId, name: backup.name, retries: usualRetries };
    const { manifest, done, replication } = await job.step('verify replica', { replica: replica.id }, async () =>
      verifyReplica(from, transferOptions(context, job, replica)),
    );
    const now = isoTime(clock());
    row({ state: 'verified', verifiedAt: now, nextTryAt: null, reason: null, bytes: done.bytes });
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
    if (job.signal.aborted) throw error;
    const reason = reportOf(error);
    const known = { verifiedAt: null, nextTryAt: null, reason, bytes: backup.storedBytes };
    if (hasCode(error, 'REPLICA_COPY_NOT_FOUND')) row({ ...known, state: 'missing' });
    else if (hasCode(error, 'REPLICA_COPY_CORRUPT') || hasCode(error, 'REPLICA_COPY_INCOMPLETE')) {
      if (backup.missing) row({ ...known, state: 'failed' });
      else row({ ...known, state: 'waiting', nextTryAt: isoTime(clock()) });
    } else noteLook(context, replica.id, { fault: reason });
    throw error;
  }
}
