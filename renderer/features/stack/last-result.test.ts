import { expect, it } from 'vitest';
import type { Job } from '../../../shared/model/job.ts';
import { lastResult } from './last-result.ts';

const now = '2026-11-20T04:00:00.000Z';
const job: Job = {
  id: 'last',
  kind: 'export',
  stackId: 's',
  stack: 'wiki',
  backupId: 'b',
  status: 'succeeded',
  trigger: 'export',
  progress: { phase: 'done', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
  cancelRequested: false,
  warning: null,
  outputPath: '/out',
  createdAt: now,
  startedAt: now,
  endedAt: now,
  error: null,
  revision: 1,
};
const failed: Job = { ...job, id: 'failed', kind: 'verify', status: 'failed' };
const warned: Job = {
  ...job,
  id: 'warned',
  kind: 'backup',
  warning: { code: 'REPLICATION_FAILED', params: { replica: 'NAS', cause: 'REPLICA_LOST' } },
};
const before = Date.parse(now) - 1;

it.each<[string, readonly Job[], string | null]>([
  ['no job', [], null],
  ['a new export', [job], 'last'],
  ['a failure', [failed], 'failed'],
  [
    'an upgrade that could not be undone',
    [{ ...failed, kind: 'upgrade', error: { code: 'UPGRADE_NOT_BACK', params: {} } }],
    null,
  ],
  ['a failure that something followed', [{ ...job, kind: 'verify' }, failed], null],
  ['a failure of another stack', [{ ...failed, stackId: 'other' }], null],
  ['a failure below another stack’s job', [{ ...job, stackId: 'other' }, failed], 'failed'],
  ['a running job above a failure', [{ ...job, status: 'running', endedAt: null }, failed], null],
  ['a backup that was not replicated', [warned], 'warned'],
  ['a backup that was replicated later', [{ ...job, kind: 'replicate' }, warned], null],
  ['a cancelled export', [{ ...job, status: 'cancelled' }], null],
])('after %s', (_what, jobs, expected) => {
  expect(lastResult(jobs, 's', before)?.id ?? null).toBe(expected);
});

it('is silent about an export of an earlier session, not about a failure', () => {
  const later = Date.parse(now) + 1;
  expect(lastResult([job], 's', later)).toBeNull();
  expect(lastResult([failed], 's', later)?.id).toBe('failed');
});
