import type { Job } from '../../../shared/model/job.ts';

/**
 * The outcome of a stack's last job, if the operator must see it: every failure but that of an upgrade, which has a
 * banner of its own until it is put right, what was left undone beside good work,
 * and an export of this session, which nothing else on the page tells. Null while a job runs. `jobs`: newest first.
 */
export function lastResult(jobs: readonly Job[], stackId: string, sessionStart: number): Job | null {
  const last = jobs.find((job) => job.stackId === stackId);
  if (last === undefined || last.endedAt === null) return null;
  if (last.error?.code === 'UPGRADE_NOT_BACK') return null;
  if (last.status === 'failed' || last.warning !== null) return last;
  const isNewExport = last.kind === 'export' && last.status === 'succeeded' && Date.parse(last.endedAt) >= sessionStart;
  return isNewExport ? last : null;
}
