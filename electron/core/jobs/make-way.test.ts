import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { idleTriggers } from '../../../shared/stack/gives-way.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { engineOf } from '../engine-calls.ts';
import type { Engine, RunningJob } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { type Night, openNight } from '../schedule/testing/night.ts';
import { beginByHand } from './make-way.ts';

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

const engineOn = (on: EngineContext): Engine => engineOf(on, () => Promise.resolve());

/** A verification that ends when it is cancelled. */
function verifying(trigger: string): RunningJob<unknown> {
  const spec = { kind: 'verify' as const, stackId: stack.id, stack: stack.name, trigger };
  const job = context.runner.start(spec, async ({ signal }) => {
    await once(signal, 'abort');
    signal.throwIfAborted();
  });
  job.result.catch(() => undefined);
  return job;
}

it.each(['this', 'another'])(
  'what runs by itself in %s process gives way to what an operator begins',
  async (where) => {
    const { jobId } = verifying(idleTriggers.verification);
    const engine = engineOn(where === 'this' ? context : await night.openContext());
    expect(await engine.stacks()).toMatchObject([{ openJob: null }]);
    const begun = await beginByHand(
      (job) => engine.makeWay(job),
      () => engine.backup({ stack: stack.id, mode: 'hot' }),
    );
    expect(await begun.result).toMatchObject({ status: 'succeeded' });
    expect(context.catalog.jobs.get(jobId)).toMatchObject({ status: 'cancelled' });
  },
);

it('what an operator has begun gives way to nobody', async () => {
  const { jobId } = verifying('verify');
  const engine = engineOn(context);
  expect(await engine.stacks()).toMatchObject([{ openJob: jobId }]);
  await expect(
    beginByHand(
      (job) => engine.makeWay(job),
      () => engine.backup({ stack: stack.id }),
    ),
  ).rejects.toMatchObject({ code: 'STACK_BUSY', params: { job: jobId } });
  await expect(engine.removeStack(stack.id)).rejects.toMatchObject({ code: 'STACK_BUSY' });
  expect(context.catalog.jobs.get(jobId)).toMatchObject({ status: 'running', cancelRequested: false });
  context.runner.cancel(jobId);
});

it('a stack is forgotten while its packs are read by themselves', async () => {
  const { jobId } = verifying(idleTriggers.verification);
  expect(await engineOn(context).removeStack(stack.id)).toMatchObject({ id: stack.id });
  expect(context.catalog.jobs.get(jobId)).toMatchObject({ status: 'cancelled' });
});

it('a stack that is taken again and again is busy after all', async () => {
  const taken: string[] = [];
  const busy = (): never => {
    throw new AppError('STACK_BUSY', { stack: 'shop', job: 'idle', kind: 'verify', since: '2026-11-20T03:00:00.000Z' });
  };
  const way = (job: string): Promise<boolean> => {
    taken.push(job);
    return Promise.resolve(true);
  };
  await expect(beginByHand(way, busy)).rejects.toMatchObject({ code: 'STACK_BUSY' });
  expect(taken).toEqual(['idle', 'idle']);
});
