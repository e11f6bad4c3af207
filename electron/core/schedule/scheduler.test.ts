import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { PolicyDraft } from '../../../shared/model/schedule.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { openContext } from '../engine.ts';
import type { EngineContext } from '../engine-context.ts';
import { addStack } from '../operations/stack-registry.ts';
import { savePolicy } from './policies.ts';
import { pauseSchedule, resumeSchedule, scheduleState } from './schedule-state.ts';
import { Scheduler } from './scheduler.ts';

const nightly: PolicyDraft = {
  name: 'standard',
  enabled: true,
  cron: '0 4 * * *',
  timeZone: 'Europe/Berlin',
  mode: 'hot',
  images: false,
  only: null,
  format: null,
  level: null,
  retention: { days: null, count: null },
  catchUpHours: 6,
  maxAgeHours: null,
  verifyDays: null,
};

let directory: string;
let now: number;
let open: { readonly close: () => Promise<void> }[];

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'lifeboat-night-')));
  await mkdir(join(directory, 'app'));
  await writeFile(join(directory, 'app', 'letter.txt'), 'dear reader');
  // 20:00 in Berlin.
  now = Date.parse('2026-11-19T19:00:00Z');
  open = [];
});
afterEach(async () => {
  for (const one of open.toReversed()) await one.close();
  await rm(directory, { recursive: true, force: true });
});

/** A context as a process has it, on the same home as the others. */
async function makeContext(): Promise<EngineContext> {
  const context = await openContext({
    home: join(directory, 'home'),
    env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    clock: () => now,
  });
  open.push({
    close: async () => {
      await context.runner.close();
      context.catalog.close();
    },
  });
  return context;
}

async function makeStack(context: EngineContext, name = 'shop'): Promise<Stack> {
  return addStack(context, { folders: [join(directory, 'app')], name, storage: join(directory, 'storage') });
}

/** A scheduler that beats by hand, at a time of the test's. */
function makeScheduler(context: EngineContext) {
  const scheduler = new Scheduler({ context, kind: 'daemon', told: () => undefined });
  open.push(scheduler);
  return {
    scheduler,
    beatAt: async (at: string): Promise<void> => {
      now = Date.parse(at);
      await scheduler.tick();
    },
  };
}

/** A stack's rows, newest first, once nothing runs. */
async function ended(context: EngineContext, stack: Stack): Promise<PolicyRun[]> {
  await expect.poll(() => context.catalog.jobs.open().length).toBe(0);
  return context.catalog.policyRuns.list(stack.id, 100);
}

it('makes the backup of a policy at its time, once, and writes how it ended', async () => {
  const context = await makeContext();
  const stack = await makeStack(context);
  const policy = await savePolicy(context, stack, null, nightly);
  const { scheduler, beatAt } = makeScheduler(context);
  await beatAt('2026-11-20T02:59:59Z');
  expect(context.catalog.policyRuns.list(stack.id, 10)).toEqual([]);
  await beatAt('2026-11-20T03:00:10Z');
  const [run] = await ended(context, stack);
  await scheduler.tick();
  expect(run).toMatchObject({
    planned: '2026-11-20 04:00',
    timeZone: 'Europe/Berlin',
    state: 'succeeded',
    reason: null,
  });
  const backups = context.catalog.backups.list(stack.id);
  expect(backups).toMatchObject([
    {
      id: run?.backupId,
      type: 'scheduled',
      trigger: 'scheduled standard @ 2026-11-20 04:00',
      policyId: policy.id,
      verified: true,
    },
  ]);
});

it('catches up what is not too late, and records what is', async () => {
  const context = await makeContext();
  const stack = await makeStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = makeScheduler(context);
  await beatAt('2026-11-22T08:00:00Z');
  expect(await ended(context, stack)).toMatchObject([
    { planned: '2026-11-22 04:00', state: 'succeeded' },
    { planned: '2026-11-21 04:00', state: 'missed', reason: { code: 'RUN_MISSED_NOT_RUNNING' } },
    { planned: '2026-11-20 04:00', state: 'missed', reason: { code: 'RUN_MISSED_NOT_RUNNING' } },
  ]);
});

it('tells sleep from not running', async () => {
  const context = await makeContext();
  const stack = await makeStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = makeScheduler(context);
  await beatAt('2026-11-19T20:00:00Z');
  await beatAt('2026-11-20T10:00:00Z');
  expect(await ended(context, stack)).toMatchObject([{ state: 'missed', reason: { code: 'RUN_MISSED_ASLEEP' } }]);
});

it('waits for a busy stack, and misses with that reason when it is too late', async () => {
  const context = await makeContext();
  const stack = await makeStack(context);
  await savePolicy(context, stack, null, { ...nightly, catchUpHours: 1 });
  const { beatAt, scheduler } = makeScheduler(context);
  const release = Promise.withResolvers<void>();
  const hold = () =>
    context.runner.start({ kind: 'export', stackId: stack.id, stack: 'shop', trigger: 'x' }, () => release.promise);
  const holder = hold();
  await beatAt('2026-11-20T03:00:05Z');
  expect(context.catalog.policyRuns.list(stack.id, 10)).toMatchObject([
    { state: 'waiting', reason: { code: 'STACK_BUSY', params: { job: holder.jobId } } },
  ]);
  await beatAt('2026-11-20T04:00:06Z');
  expect(context.catalog.policyRuns.list(stack.id, 10)).toMatchObject([
    { state: 'missed', reason: { code: 'STACK_BUSY' } },
  ]);
  await beatAt('2026-11-21T03:00:05Z');
  release.resolve();
  await holder.result;
  await scheduler.tick();
  expect(await ended(context, stack)).toMatchObject([
    { planned: '2026-11-21 04:00', state: 'succeeded' },
    { state: 'missed' },
  ]);
});

it('begins nothing while it is paused, and records what it let pass', async () => {
  const context = await makeContext();
  const stack = await makeStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = makeScheduler(context);
  pauseSchedule(context, null);
  await beatAt('2026-11-20T03:00:05Z');
  now = Date.parse('2026-11-20T12:00:00Z');
  resumeSchedule(context);
  expect(scheduleState(context).paused).toBeNull();
  await beatAt('2026-11-21T03:00:05Z');
  expect(await ended(context, stack)).toMatchObject([
    { planned: '2026-11-21 04:00', state: 'succeeded' },
    { planned: '2026-11-20 04:00', state: 'missed', reason: { code: 'RUN_MISSED_PAUSED' } },
  ]);
});

it('forgets what a clock that was ahead had planned, and never runs a key again', async () => {
  const context = await makeContext();
  const stack = await makeStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = makeScheduler(context);
  // A jump of two days ahead: one missed, one run.
  await beatAt('2026-11-21T03:00:05Z');
  expect(await ended(context, stack)).toMatchObject([{ state: 'succeeded' }, { state: 'missed' }]);
  await beatAt('2026-11-19T20:00:00Z');
  expect(await ended(context, stack)).toMatchObject([{ planned: '2026-11-21 04:00', state: 'succeeded' }]);
  await beatAt('2026-11-20T03:00:05Z');
  await ended(context, stack);
  await beatAt('2026-11-21T03:00:05Z');
  expect(await ended(context, stack)).toMatchObject([
    { planned: '2026-11-21 04:00', state: 'succeeded' },
    { planned: '2026-11-20 04:00', state: 'succeeded' },
  ]);
  expect(context.catalog.backups.list(stack.id)).toHaveLength(2);
});

it('is one of two: each planned time happens once', async () => {
  const one = await makeContext();
  const other = await makeContext();
  const stack = await makeStack(one);
  await savePolicy(one, stack, null, { ...nightly, cron: '* * * * *' });
  const first = makeScheduler(one);
  const second = makeScheduler(other);
  for (let minute = 1; minute <= 5; minute++) {
    const at = new Date(Date.parse('2026-11-19T19:00:02Z') + minute * 60_000).toISOString();
    await Promise.all([first.beatAt(at), second.beatAt(at)]);
    await ended(one, stack);
    // The first one ends, and the second goes on.
    if (minute === 3) await first.scheduler.close();
  }
  const runs = await ended(one, stack);
  expect(runs.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'succeeded'));
  expect(one.catalog.backups.list(stack.id)).toHaveLength(5);
});

it('runs as many at once as may', async () => {
  const context = await makeContext();
  const stacks = [await makeStack(context, 'a'), await makeStack(context, 'b')];
  for (const stack of stacks) await savePolicy(context, stack, null, nightly);
  const { beatAt, scheduler } = makeScheduler(context);
  await beatAt('2026-11-20T03:00:05Z');
  const states = () => context.catalog.policyRuns.open().map(({ state, reason }) => [state, reason?.code]);
  expect(states()).toEqual([
    ['running', undefined],
    ['waiting', 'RUN_QUEUED'],
  ]);
  await expect.poll(() => context.catalog.policyRuns.open().length).toBe(0);
  await scheduler.tick();
  expect(context.catalog.backups.list()).toHaveLength(2);
});
