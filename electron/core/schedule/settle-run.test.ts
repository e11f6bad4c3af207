import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Stack } from '../../../shared/model/stack.ts';
import type { EngineContext } from '../engine-context.ts';
import { shopBackup } from '../jobs/testing/sample-records.ts';
import { settleRun } from './settle-run.ts';
import { type Night, openNight, runningBackup, sampleRun } from './testing/night.ts';

let night: Night;
let context: EngineContext;
let stack: Stack;

beforeEach(async () => {
  night = await openNight();
  context = await night.openContext();
  stack = await night.addStack(context);
});
afterEach(async () => {
  await night[Symbol.asyncDispose]();
});

/** The night's run and its job, at work. */
function begin(): void {
  const job = { ...runningBackup, stackId: stack.id, stack: stack.name };
  context.catalog.jobs.insert(job, { pid: 1, startTime: 'never', bootId: 'another' }, 0);
  context.catalog.policyRuns.insert({ ...sampleRun, stackId: stack.id, state: 'running', jobId: job.id });
}

const endedAt = '2026-11-20T03:05:00.000Z';

it('writes nothing while the job is at work, and nothing twice', () => {
  begin();
  expect(settleRun(context.catalog, sampleRun.id)).toBeNull();
  context.catalog.jobs.update(runningBackup.id, { status: 'succeeded', endedAt, backupId: 'backup-1' });
  expect(settleRun(context.catalog, sampleRun.id)).toMatchObject({
    state: 'succeeded',
    reason: null,
    backupId: 'backup-1',
    endedAt,
  });
  expect(settleRun(context.catalog, sampleRun.id)).toBeNull();
  expect(settleRun(context.catalog, 'gone')).toBeNull();
});

it.each([
  ['failed', 'SPACE_EXHAUSTED'],
  ['failed', 'SERVICE_NOT_BACK'],
  ['cancelled', 'JOB_CANCELLED'],
  ['failed', 'JOB_INTERRUPTED'],
] as const)('a job that %s with %s', (status, code) => {
  begin();
  context.catalog.jobs.update(runningBackup.id, { status, endedAt, error: { code, params: {} } });
  expect(settleRun(context.catalog, sampleRun.id)).toMatchObject({ state: status, reason: { code } });
});

it('a run whose process was killed once its pack was whole has succeeded, as recovery found it', () => {
  begin();
  const { catalog } = context;
  const error = { code: 'JOB_INTERRUPTED', params: {} } as const;
  const half = { ...shopBackup, stackId: stack.id, status: 'failed' as const, verified: false };
  catalog.backups.insert(half);
  catalog.jobs.update(runningBackup.id, { status: 'failed', endedAt, error, backupId: half.id });
  expect(settleRun(catalog, sampleRun.id)).toMatchObject({ state: 'failed' });

  catalog.policyRuns.update(sampleRun.id, { state: 'running' });
  catalog.backups.update(half.id, { status: 'succeeded', verified: true });
  expect(settleRun(catalog, sampleRun.id)).toMatchObject({ state: 'succeeded', reason: null, backupId: half.id });
});
