import type { Fault } from '../../shared/model/fault.ts';
import type { Job } from '../../shared/model/job.ts';

export type TrayState = 'idle' | 'working' | 'attention' | 'failed';

/**
 * What the icon shows: what runs goes before what is wrong. Of this session's jobs only the last of each stack counts;
 * faults are there after a new start too.
 */
export function trayStateOf(jobs: readonly Job[], faults: readonly Pick<Fault, 'state'>[]): TrayState {
  if (jobs.some((job) => job.endedAt === null)) return 'working';
  const last = new Set(new Map(jobs.map((job) => [job.stackId, job.status])).values());
  if (last.has('failed') || faults.some(({ state }) => state === 'alarm')) return 'failed';
  return last.has('cancelled') || faults.length > 0 ? 'attention' : 'idle';
}
