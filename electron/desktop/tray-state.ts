import type { Job } from '../../shared/model/job.ts';

export type TrayState = 'idle' | 'working' | 'attention' | 'failed';

/** What the icon shows, of this session's jobs: what runs goes before what failed, and only the last of each stack counts. */
export function trayStateOf(jobs: readonly Job[]): TrayState {
  if (jobs.some((job) => job.endedAt === null)) return 'working';
  const last = new Map(jobs.map((job) => [job.stackId, job.status]));
  if ([...last.values()].includes('failed')) return 'failed';
  return [...last.values()].includes('cancelled') ? 'attention' : 'idle';
}
