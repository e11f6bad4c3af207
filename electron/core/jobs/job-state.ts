import type { JobStatus } from '../../../shared/model/job.ts';
import { AppError } from '../errors.ts';

const ways: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: ['running', 'failed', 'cancelled'],
  running: ['succeeded', 'failed', 'cancelled'],
  succeeded: [],
  failed: [],
  cancelled: [],
};

/** Whether a job of this status still holds its stack. */
export function isOpen(status: JobStatus): boolean {
  return ways[status].length > 0;
}

/** Throws unless a job may go from `from` to `to`. An end is final. */
export function assertTransition(from: JobStatus, to: JobStatus): void {
  if (!ways[from].includes(to)) throw new AppError('INTERNAL', { detail: `a job cannot go from ${from} to ${to}` });
}
