import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recover } from '../operations/recover.ts';
import { isoTime } from '../clock.ts';
import { findPolicy, savePolicy } from './policies.ts';
import { pauseSchedule, resumeSchedule, scheduleState } from './schedule-state.ts';
import { type Night, nightly, openNight, rowsOf, runningBackup, sampleRun } from './testing/night.ts';

let night: Night;

beforeEach(async () => {
  night = await openNight();
});
afterEach(async () => {
  await night[Symbol.asyncDispose]();
});

it('makes the backup of a policy at its time, once, and writes how it ended', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  const policy = await savePolicy(context, stack, null, nightly);
  const { scheduler, beatAt } = night.schedule(context);
  await beatAt('2026-11-20T02:59:59Z');
  expect(context.catalog.policyRuns.list(stack.id, 10)).toEqual([]);
  await beatAt('2026-11-20T03:00:10Z');
  const [run] = await rowsOf(context, stack);
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
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-22T08:00:00Z');
  expect(await rowsOf(context, stack)).toMatchObject([
    { planned: '2026-11-22 04:00', state: 'succeeded' },
    { planned: '2026-11-21 04:00', state: 'missed', reason: { code: 'RUN_MISSED_NOT_RUNNING' } },
    { planned: '2026-11-20 04:00', state: 'missed', reason: { code: 'RUN_MISSED_NOT_RUNNING' } },
  ]);
});

it('tells sleep from not running', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-19T20:00:00Z');
  await beatAt('2026-11-20T10:00:00Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'missed', reason: { code: 'RUN_MISSED_ASLEEP' } }]);
});

it('waits for a busy stack, and misses with that reason when it is too late', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, { ...nightly, catchUpHours: 1 });
  const { beatAt, scheduler } = night.schedule(context);
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
  expect(await rowsOf(context, stack)).toMatchObject([
    { planned: '2026-11-21 04:00', state: 'succeeded' },
    { state: 'missed' },
  ]);
});

it('begins nothing while it is paused, and records what it let pass', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  pauseSchedule(context, null);
  await beatAt('2026-11-20T03:00:05Z');
  night.now = Date.parse('2026-11-20T12:00:00Z');
  resumeSchedule(context);
  expect(scheduleState(context).paused).toBeNull();
  await beatAt('2026-11-21T03:00:05Z');
  expect(await rowsOf(context, stack)).toMatchObject([
    { planned: '2026-11-21 04:00', state: 'succeeded' },
    { planned: '2026-11-20 04:00', state: 'missed', reason: { code: 'RUN_MISSED_PAUSED' } },
  ]);
});

it('forgets what a clock that was ahead had planned, and never runs a key again', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  // A jump of two days ahead: one missed, one run.
  await beatAt('2026-11-21T03:00:05Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'succeeded' }, { state: 'missed' }]);
  await beatAt('2026-11-19T20:00:00Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ planned: '2026-11-21 04:00', state: 'succeeded' }]);
  await beatAt('2026-11-20T03:00:05Z');
  await rowsOf(context, stack);
  await beatAt('2026-11-21T03:00:05Z');
  expect(await rowsOf(context, stack)).toMatchObject([
    { planned: '2026-11-21 04:00', state: 'succeeded' },
    { planned: '2026-11-20 04:00', state: 'succeeded' },
  ]);
  expect(context.catalog.backups.list(stack.id)).toHaveLength(2);
});

it('is one of two: each planned time happens once', async () => {
  const one = await night.openContext();
  const other = await night.openContext();
  const stack = await night.addStack(one);
  await savePolicy(one, stack, null, { ...nightly, cron: '* * * * *' });
  const first = night.schedule(one);
  const second = night.schedule(other);
  for (let minute = 1; minute <= 5; minute++) {
    const at = new Date(Date.parse('2026-11-19T19:00:02Z') + minute * 60_000).toISOString();
    await Promise.all([first.beatAt(at), second.beatAt(at)]);
    await rowsOf(one, stack);
    // The first one ends, and the second goes on.
    if (minute === 3) await first.scheduler.close();
  }
  const runs = await rowsOf(one, stack);
  expect(runs.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'succeeded'));
  expect(one.catalog.backups.list(stack.id)).toHaveLength(5);
});

it('runs as many at once as may', async () => {
  const context = await night.openContext();
  const stacks = [await night.addStack(context, 'a'), await night.addStack(context, 'b')];
  for (const stack of stacks) await savePolicy(context, stack, null, nightly);
  const { beatAt, scheduler } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  const states = () => context.catalog.policyRuns.open().map(({ state, reason }) => [state, reason?.code]);
  expect(states()).toEqual([
    ['running', undefined],
    ['waiting', 'RUN_QUEUED'],
  ]);
  await expect.poll(() => context.catalog.policyRuns.open().length, { timeout: 15_000 }).toBe(0);
  await scheduler.tick();
  expect(context.catalog.backups.list()).toHaveLength(2);
});

it('waits while Docker is away, makes no failed backups meanwhile, and says why it was missed', async () => {
  const context = await night.openContext();
  const folder = await night.addStack(context);
  const stack = { ...folder, id: 'compose', name: 'web', slug: 'web' };
  context.catalog.stacks.insert({
    ...stack,
    definition: { kind: 'compose', project: 'web', files: [], workingDirectory: null, exclude: [] },
  });
  await savePolicy(context, stack, null, nightly);
  await savePolicy(context, folder, null, nightly);
  const { beatAt, scheduler } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  // A stack that needs no Docker has its night.
  expect(await rowsOf(context, folder)).toMatchObject([{ state: 'succeeded' }]);
  await scheduler.tick();
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'waiting', reason: { code: 'DOCKER_UNREACHABLE' } }]);
  await beatAt('2026-11-20T09:00:01Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'missed', reason: { code: 'DOCKER_UNREACHABLE' } }]);
  expect(context.catalog.backups.list(stack.id)).toEqual([]);
});

it('begins after a restart what waited before it', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, nightly);
  const release = Promise.withResolvers<void>();
  const spec = { kind: 'export' as const, stackId: stack.id, stack: 'shop', trigger: 'x' };
  const holder = context.runner.start(spec, () => release.promise);
  const first = night.schedule(context);
  await first.beatAt('2026-11-20T03:00:05Z');
  await first.scheduler.close();
  release.resolve();
  await holder.result;
  const second = night.schedule(await night.openContext());
  await second.beatAt('2026-11-20T03:10:00Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ planned: '2026-11-20 04:00', state: 'succeeded' }]);
});

it('writes how a run ended whose process was killed, and never runs it again', async () => {
  const context = await night.openContext();
  const { catalog } = context;
  const stack = await night.addStack(context);
  const policy = await savePolicy(context, stack, null, nightly);
  const dead = { pid: 1, startTime: 'never', bootId: 'another' };
  const job = { ...runningBackup, stackId: stack.id, stack: stack.name };
  catalog.jobs.insert(job, dead, 0);
  const row = { ...sampleRun, policyId: policy.id, stackId: stack.id, state: 'running' as const, jobId: job.id };
  catalog.policyRuns.insert(row);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-20T03:00:30Z');
  expect(catalog.policyRuns.get(row.id)).toMatchObject({ state: 'running' });
  await recover(context);
  await beatAt('2026-11-20T03:00:45Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'failed', reason: { code: 'JOB_INTERRUPTED' } }]);
  expect(catalog.backups.list(stack.id)).toEqual([]);
});

it('begins nothing of a policy that was switched off or removed meanwhile', async () => {
  const context = await night.openContext();
  const { catalog } = context;
  const stack = await night.addStack(context);
  const off = await savePolicy(context, stack, null, nightly);
  const gone = await savePolicy(context, stack, null, { ...nightly, name: 'gone' });
  for (const { id } of [off, gone])
    catalog.policyRuns.insert({ ...sampleRun, id, policyId: id, stackId: stack.id, state: 'waiting' });
  await savePolicy(context, stack, off.id, { ...nightly, enabled: false });
  catalog.policies.remove(gone.id);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  expect((await rowsOf(context, stack)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  expect(catalog.backups.list(stack.id)).toEqual([]);
});

it('prunes after a good run, and only then', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, { ...nightly, retention: { days: null, count: 1 } });
  const { beatAt } = night.schedule(context);
  for (const day of ['20', '21', '22']) {
    await beatAt(`2026-11-${day}T03:00:05Z`);
    await rowsOf(context, stack);
  }
  await expect
    .poll(() => context.catalog.backups.list(stack.id).map(({ trigger }) => trigger), { timeout: 15_000 })
    .toEqual(['scheduled standard @ 2026-11-22 04:00']);
});

it('gives way with a periodic verification to a run that is due', async () => {
  const context = await night.openContext();
  const { catalog } = context;
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, { ...nightly, verifyDays: 1 });
  const { beatAt, scheduler } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  await rowsOf(context, stack);
  // Its pack is to be read again within the day.
  night.now = Date.parse('2026-11-21T02:59:00Z');
  for (let look = 0; look < 40; look++) await scheduler.tick();
  expect(catalog.jobs.list(1)).toMatchObject([{ kind: 'verify', trigger: 'periodic verification' }]);
  await beatAt('2026-11-21T03:00:05Z');
  await rowsOf(context, stack);
  await scheduler.tick();
  expect(await rowsOf(context, stack)).toMatchObject([{ planned: '2026-11-21 04:00', state: 'succeeded' }, {}]);
  const verifications = catalog.jobs.list(10).filter(({ kind }) => kind === 'verify');
  expect(verifications.map(({ status }) => status)).toEqual(['cancelled']);
});

it('makes a policy young again that was made while the clock was ahead', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  night.now = Date.parse('2031-01-01T00:00:00Z');
  const policy = await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-19T20:00:00Z');
  expect(findPolicy(context, policy.id)).toMatchObject({
    createdAt: isoTime(night.now),
    consideredUntil: isoTime(night.now),
  });
});

it('begins no run that was waiting while it is paused, and misses it as paused', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  const policy = await savePolicy(context, stack, null, nightly);
  context.catalog.policyRuns.insert({ ...sampleRun, policyId: policy.id, stackId: stack.id });
  night.now = Date.parse('2026-11-20T03:00:05Z');
  pauseSchedule(context, '2026-11-20T12:00:00Z');
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-20T03:00:15Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'waiting' }]);
  await beatAt('2026-11-20T09:30:00Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ state: 'missed', reason: { code: 'RUN_MISSED_PAUSED' } }]);
  expect(context.catalog.backups.list(stack.id)).toEqual([]);
});

it('outlives a catalog that fails: the next look is as if nothing had been', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  const list = vi.spyOn(context.catalog.policies, 'list').mockImplementationOnce(() => {
    throw new Error('disk I/O error');
  });
  await beatAt('2026-11-20T03:00:05Z');
  expect(list).toHaveBeenCalled();
  expect(await rowsOf(context, stack)).toEqual([]);
  await beatAt('2026-11-20T03:00:20Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ planned: '2026-11-20 04:00', state: 'succeeded' }]);
});

it('plans every policy, also beside one that cannot be planned', async () => {
  const context = await night.openContext();
  const stack = await night.addStack(context);
  const broken = await savePolicy(context, stack, null, { ...nightly, name: 'broken' });
  context.catalog.policies.update(broken.id, { timeZone: 'Mars/Olympus' });
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  expect(await rowsOf(context, stack)).toMatchObject([{ policy: 'standard', state: 'succeeded' }]);
});

it('looks once at a time, and once more for whoever asks meanwhile', async () => {
  const context = await night.openContext();
  await night.addStack(context);
  const { scheduler } = night.schedule(context);
  const open = vi.spyOn(context.catalog.policyRuns, 'open');
  await scheduler.tick();
  const perLook = open.mock.calls.length;
  open.mockClear();
  await Promise.all([scheduler.tick(), scheduler.tick(), scheduler.tick()]);
  expect(open.mock.calls.length).toBe(2 * perLook);
  await scheduler.close();
  open.mockClear();
  await scheduler.tick();
  expect(open).not.toHaveBeenCalled();
});
