import { rename, rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Stack } from '../../../shared/model/stack.ts';
import type { EngineContext } from '../engine-context.ts';
import { makeWay } from '../jobs/make-way.ts';
import { recover } from '../operations/recover.ts';
import { testReplica } from '../operations/replica-setup.ts';
import { addFolderReplica } from '../operations/testing/replica-fixture.ts';
import { expectWhole } from '../replica/testing/copy-bench.ts';
import { savePolicy } from './policies.ts';
import { type Night, nightly, openNight, rowsOf } from './testing/night.ts';

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

const jobsOfQueue = () => context.catalog.jobs.list(50).filter(({ kind }) => kind === 'replicate');
const ended = async () => rowsOf(context, stack);

it('tries what waits when its pause is over, longer each time, and copies it by itself once the target is back', async () => {
  const { replica, folder } = await addFolderReplica({ context, directory: night.directory, stack });
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await rename(folder, `${folder}-away`);
  await beatAt('2026-11-20T03:00:05Z');
  const [run] = await ended();
  expect(run?.state).toBe('succeeded');
  const row = () => context.catalog.replicaCopies.get(replica.id, run?.backupId ?? '');
  expect(row()).toMatchObject({ state: 'waiting', tries: 1, nextTryAt: '2026-11-20T03:05:05.000Z' });
  expect(context.catalog.jobs.get(run?.jobId ?? '')?.warning?.code).toBe('REPLICATION_FAILED');

  await beatAt('2026-11-20T03:05:00Z');
  await ended();
  expect(jobsOfQueue()).toEqual([]);
  await beatAt('2026-11-20T03:05:10Z');
  await ended();
  expect(row()).toMatchObject({ state: 'waiting', tries: 2, nextTryAt: '2026-11-20T03:20:10.000Z' });
  await beatAt('2026-11-20T03:20:30Z');
  await ended();
  expect(row()).toMatchObject({ tries: 3, nextTryAt: '2026-11-20T04:20:30.000Z' });

  await rename(`${folder}-away`, folder);
  await beatAt('2026-11-20T04:20:45Z');
  await ended();
  expect(row()).toMatchObject({ state: 'verified', reason: null });
  expect(await expectWhole(folder)).toEqual([row()?.backup]);
  expect(jobsOfQueue()).toHaveLength(3);
  await beatAt('2026-11-20T05:00:00Z');
  await ended();
  expect(jobsOfQueue()).toHaveLength(3);
});

it('copies what waits at once when a look finds the target back', async () => {
  const { replica, folder } = await addFolderReplica({ context, directory: night.directory, stack });
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await rename(folder, `${folder}-away`);
  await beatAt('2026-11-20T03:00:05Z');
  const [run] = await ended();
  await rename(`${folder}-away`, folder);
  expect((await testReplica(context, replica.id)).stages.every(({ ok }) => ok)).toBe(true);
  await beatAt('2026-11-20T03:00:20Z');
  await ended();
  expect(context.catalog.replicaCopies.get(replica.id, run?.backupId ?? '')).toMatchObject({ state: 'verified' });
});

it('gives way to a planned run of its stack, and goes on afterwards', async () => {
  const { replica, folder } = await addFolderReplica(
    { context, directory: night.directory, stack },
    // Slow enough to be met in the middle of it.
    { limit: 400 },
  );
  await savePolicy(context, stack, null, nightly);
  const { beatAt, scheduler } = night.schedule(context);
  await rename(folder, `${folder}-away`);
  await beatAt('2026-11-20T03:00:05Z');
  const [first] = await ended();
  await rename(`${folder}-away`, folder);
  const copying = new Promise<void>((resolve) => {
    context.runner.onJob(({ kind, progress }) => {
      if (kind === 'replicate' && progress.phase === 'replicating') resolve();
    });
  });
  await beatAt('2026-11-20T03:05:10Z');
  await copying;
  expect(context.catalog.jobs.open()).toMatchObject([{ kind: 'replicate' }]);
  context.catalog.replicas.update(replica.id, { limit: null });
  await beatAt('2026-11-21T03:00:05Z');
  await expect.poll(() => jobsOfQueue()[0]?.status, { timeout: 10_000 }).toBe('cancelled');
  await scheduler.tick();
  const [second] = await ended();
  expect(second).toMatchObject({ state: 'succeeded', planned: '2026-11-21 04:00' });
  expect(await expectWhole(folder)).toHaveLength(2);
  expect(context.catalog.replicaCopies.get(replica.id, first?.backupId ?? '')).toMatchObject({ state: 'verified' });
});

it('rests after it was cancelled, whatever else waits: whoever did that wants the stack', async () => {
  const { replica, folder } = await addFolderReplica({ context, directory: night.directory, stack }, { limit: 400 });
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await rename(folder, `${folder}-away`);
  for (const at of ['2026-11-20T03:00:05Z', '2026-11-21T03:00:05Z']) {
    await beatAt(at);
    await ended();
  }
  await rename(`${folder}-away`, folder);
  await beatAt('2026-11-21T03:05:10Z');
  expect(await makeWay(context, jobsOfQueue()[0]?.id ?? '')).toBe(true);
  context.catalog.replicas.update(replica.id, { limit: null });
  await beatAt('2026-11-21T03:05:20Z');
  await ended();
  expect(jobsOfQueue().map(({ status }) => status)).toEqual(['cancelled']);
  await beatAt('2026-11-21T03:06:30Z');
  await ended();
  expect(jobsOfQueue().map(({ status }) => status)).toContain('succeeded');
});

it('a copy on a slow line keeps no other stack from its night', async () => {
  await addFolderReplica({ context, directory: night.directory, stack }, { limit: 400 });
  const other = await night.addStack(context, 'blog');
  for (const one of [stack, other]) await savePolicy(context, one, null, nightly);
  const { beatAt, scheduler } = night.schedule(context);
  const copying = new Promise<string>((resolve) => {
    context.runner.onJob(({ id, progress }) => {
      if (progress.phase === 'replicating') resolve(id);
    });
  });
  await beatAt('2026-11-20T03:00:05Z');
  const jobId = await copying;
  await scheduler.tick();
  await expect
    .poll(() => context.catalog.policyRuns.list(other.id, 1)[0]?.state, { timeout: 10_000 })
    .toBe('succeeded');
  expect(context.catalog.jobs.get(jobId)?.status).toBe('running');
  context.runner.cancel(jobId);
  const [run] = await ended();
  await scheduler.tick();
  expect(context.catalog.policyRuns.get(run?.id ?? '')).toMatchObject({
    state: 'succeeded',
    reason: { code: 'REPLICATION_FAILED', params: { cause: 'JOB_CANCELLED' } },
  });
});

it('lets a deleted backup go, and waits again with what a dead job was copying', async () => {
  const { replica, folder } = await addFolderReplica({ context, directory: night.directory, stack });
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  const [run] = await ended();
  const at = { replicaId: replica.id, backupId: run?.backupId ?? '' };
  context.catalog.replicaCopies.update(at, { state: 'running', verifiedAt: null });
  await recover(context);
  expect(context.catalog.replicaCopies.get(at.replicaId, at.backupId)).toMatchObject({ state: 'waiting' });
  await beatAt('2026-11-20T03:01:00Z');
  await ended();
  expect(context.catalog.replicaCopies.get(at.replicaId, at.backupId)).toMatchObject({ state: 'verified' });
  context.catalog.replicaCopies.update(at, { state: 'waiting' });
  context.catalog.replicaCopies.forgetBackup(at.backupId);
  expect(context.catalog.replicaCopies.open()).toEqual([]);
  await rm(folder, { recursive: true });
});
