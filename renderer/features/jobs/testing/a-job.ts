import type { Job } from '../../../../shared/model/job.ts';

/** A running backup of the stack `shop`, changed as a test needs it. */
export function aJob(change: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    kind: 'backup',
    stackId: 'stack-1',
    stack: 'shop',
    backupId: null,
    status: 'running',
    trigger: 'manual',
    progress: { phase: 'copying', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
    cancelRequested: false,
    warning: null,
    outputPath: null,
    createdAt: '2026-11-20T04:00:00.000Z',
    startedAt: '2026-11-20T04:00:00.000Z',
    endedAt: null,
    error: null,
    revision: 1,
    ...change,
  };
}
