import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { Catalog } from '../catalog/database.ts';
import { AppError, reportOf } from '../errors.ts';

/** Writes into a running run how its job has ended; null as long as it has not, and when somebody else has written it. */
export function settleRun(catalog: Catalog, id: string): PolicyRun | null {
  return catalog.together(() => {
    const run = catalog.policyRuns.get(id);
    if (run?.state !== 'running') return null;
    const job = run.jobId === null ? null : catalog.jobs.get(run.jobId);
    if (job === null) {
      const reason = reportOf(new AppError('JOB_NOT_FOUND', { job: run.jobId ?? '' }));
      return catalog.policyRuns.update(id, { state: 'failed', reason });
    }
    const { status, backupId, endedAt } = job;
    if (status === 'queued' || status === 'running') return null;
    const end = { backupId, endedAt };
    // Killed after its pack had its final name: recovery has found that the backup is good.
    const saved = job.error?.code === 'JOB_INTERRUPTED' && backupId !== null && isGoodRecord(catalog, backupId);
    if (saved) return catalog.policyRuns.update(id, { ...end, state: 'succeeded', reason: job.warning });
    return catalog.policyRuns.update(id, { ...end, state: status, reason: job.error ?? job.warning });
  });
}

function isGoodRecord(catalog: Catalog, backupId: string): boolean {
  const backup = catalog.backups.get(backupId);
  return backup !== null && backup.status === 'succeeded' && backup.verified;
}
