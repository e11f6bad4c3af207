import type { Planted } from './planted.ts';

export const proveRounds = 24;

export const planted: readonly Planted[] = [
  {
    what: 'a pid that was given to another process counts as the owner',
    file: 'electron/core/jobs/process-identity.ts',
    from: 'startTime === unknown || identity.startTime === unknown || startTime === identity.startTime',
    to: 'startTime !== null',
  },
  {
    what: 'a process of before the last boot counts as alive',
    file: 'electron/core/jobs/process-identity.ts',
    from: 'identity.bootId !== probe().bootId() || ',
    to: '',
  },
  {
    what: 'a living owner whose heartbeat is old loses the stack',
    file: 'electron/core/jobs/dead-jobs.ts',
    from: '!isAlive(catalog.jobs.owner(job.id).process)',
    to: '!isAlive(catalog.jobs.owner(job.id).process) || catalog.jobs.owner(job.id).heartbeatMs < 1_000_000',
  },
  {
    what: 'two recoveries end the same dead job, and one fails of it',
    file: 'electron/core/operations/recover.ts',
    from: "    if (hasCode(failure, 'JOB_NOT_OPEN')) return false;\n",
    to: '',
  },
];
