import type { Job, JobStatus } from '../../../shared/model/job.ts';
import type { LightState } from '../../ui/light.tsx';

/** Jobs that have not ended, and those that have; both in the order given. */
export function splitJobs(jobs: readonly Job[]): { readonly open: readonly Job[]; readonly past: readonly Job[] } {
  return {
    open: jobs.filter(({ endedAt }) => endedAt === null),
    past: jobs.filter(({ endedAt }) => endedAt !== null),
  };
}

const lights: Readonly<Record<JobStatus, LightState>> = {
  queued: 'none',
  running: 'none',
  succeeded: 'good',
  failed: 'alarm',
  cancelled: 'attention',
};

/** A job's light: green only for one that did all it should. */
export function jobLight({ status, warning }: Pick<Job, 'status' | 'warning'>): LightState {
  return status === 'succeeded' && warning !== null ? 'attention' : lights[status];
}

interface Span {
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** How long something took; null while it has not ended or if it never began. */
export function tookMs({ startedAt, endedAt }: Span): number | null {
  return startedAt === null || endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

/** The later of what was asked for and what was told; the one that was told when they are equally old. */
export function latestJob(asked: Job | null, told: Job | undefined): Job | null {
  if (asked === null || told === undefined) return told ?? asked;
  return asked.revision > told.revision ? asked : told;
}
