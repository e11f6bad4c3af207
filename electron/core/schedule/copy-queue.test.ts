import { rename, rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Stack } from '../../../shared/model/stack.ts';
import type { EngineContext } from '../engine-context.ts';
import { recover } from '../operations/recover.ts';
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
