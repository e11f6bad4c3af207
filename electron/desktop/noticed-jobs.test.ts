import { expect, it } from 'vitest';
import type { Job } from '../../shared/model/job.ts';
import { isNoticed } from './noticed-jobs.ts';

const job: Job = {
  id: 'job-1',
  kind: 'backup',
  stackId: 'stack-1',
  stack: 'wiki',
  backupId: null,
  status: 'succeeded',
  trigger: 'manual',
  progress: { phase: 'done', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
  cancelRequested: false,
  warning: null,
  outputPath: null,
  createdAt: '2026-11-20T04:00:00.000Z',
  startedAt: '2026-11-20T04:00:00.000Z',
  endedAt: '2026-11-20T04:00:20.000Z',
  error: null,
  revision: 1,
};

const undone = (cause: string) => ({ code: 'UPGRADE_UNDONE', params: { stack: 'wiki', cause } }) as const;

it.each<[boolean, Partial<Job>]>([
  [true, {}],
  [false, { endedAt: null, status: 'running' }],
  [true, { status: 'failed' }],
  [true, { trigger: 'policy nightly, run by hand' }],
  [false, { trigger: 'scheduled nightly @ 2026-11-20 04:00' }],
  [false, { trigger: 'scheduled nightly @ 2026-11-20 04:00', status: 'failed' }],
  [false, { trigger: 'periodic verification', kind: 'verify', status: 'cancelled' }],
  [false, { trigger: 'retention after nightly @ 2026-11-20 04:00', kind: 'prune' }],
  [true, { trigger: 'retention after nightly @ 2026-11-20 04:00', kind: 'prune', status: 'failed' }],
  [false, { trigger: 'replication queue', kind: 'replicate', status: 'failed' }],
  [true, { kind: 'upgrade' }],
  [true, { kind: 'upgrade', status: 'failed', error: undone('UPGRADE_DECLINED') }],
  [false, { kind: 'upgrade', status: 'failed', error: undone('UPGRADE_UNHEALTHY') }],
  [false, { kind: 'upgrade', status: 'failed', error: { code: 'UPGRADE_NOT_BACK', params: {} } }],
  [true, { kind: 'upgrade', status: 'failed', error: { code: 'SPACE_EXHAUSTED', params: { path: '/srv' } } }],
])('%s: %j', (noticed, change) => {
  expect(isNoticed({ ...job, ...change })).toBe(noticed);
});
