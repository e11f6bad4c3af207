import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../shared/model/job.ts';
import { openCatalog } from '../catalog/database.ts';
import { systemClock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { createRunner, type JobSpec, type Runner } from './runner.ts';
import { makeHome, shop, silentLog, type TestHome } from './testing/sample-records.ts';

const spec: JobSpec = { kind: 'backup', stackId: shop.id, stack: shop.name, trigger: 'manual' };

function runnerOf(home: TestHome): Runner {
  home.catalog.stacks.insert(shop);
  return createRunner({ catalog: home.catalog, clock: systemClock, log: silentLog });
}

async function rejection(promise: Promise<unknown>): Promise<AppError> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof AppError)) throw new Error('expected an AppError', { cause: outcome });
  return outcome;
}

function refusalOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('a job that succeeds', () => {
  test('is ended in the catalog when its result settles', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, async (job) => {
      job.update({ backupId: 'b', outputPath: '/packs/b' });
      return job.step('copy', { source: 'volume/data' }, () => Promise.resolve({ bytes: 7 }));
    });
    expect(await running.result).toEqual({ bytes: 7 });
    const ended = home.catalog.jobs.get(running.jobId);
    expect(ended).toMatchObject({
      status: 'succeeded',
      backupId: 'b',
      outputPath: '/packs/b',
      error: null,
      progress: { phase: 'done' },
    });
    expect(ended?.endedAt).not.toBeNull();
    expect(home.catalog.journal.steps(running.jobId)).toMatchObject([
      { n: 1, name: 'copy', outcome: 'done', evidence: { bytes: 7 } },
    ]);
  });

  test('tells every change with a rising revision, each state among them', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const heard: Job[] = [];
    runner.onJob((job) => heard.push(job));
    await runner.start(spec, (job) => {
      job.progress.phase('copying', 100);
      return Promise.resolve();
    }).result;
    expect(heard.map((job) => job.revision)).toEqual([1, 2, 3]);
    expect(heard.map((job) => [job.status, job.progress.phase])).toEqual([
      ['running', 'preparing'],
      ['running', 'copying'],
      ['succeeded', 'done'],
    ]);
  });

  test('is not harmed by a listener that throws', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    let calls = 0;
    runner.onJob(() => {
      calls += 1;
      throw new Error('broken view');
    });
    expect(await runner.start(spec, () => Promise.resolve(1)).result).toBe(1);
    expect(calls).toBe(1);
  });

  test('stores its progress while it runs', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const half = Promise.withResolvers<Job>();
    runner.onJob((job) => {
      if (job.progress.doneBytes === 50) half.resolve(job);
    });
    const release = Promise.withResolvers<void>();
    const running = runner.start(spec, async (job) => {
      job.progress.phase('copying', 100);
      job.progress.item('volume/data');
      job.progress.add(50);
      await release.promise;
    });
    await half.promise;
    expect(home.catalog.jobs.get(running.jobId)?.progress).toMatchObject({
      phase: 'copying',
      item: 'volume/data',
      doneBytes: 50,
      totalBytes: 100,
    });
    release.resolve();
    await running.result;
  });
});

describe('a job that fails', () => {
  test('keeps its error and the failed step', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, (job) =>
      job.step('copy', null, () => Promise.reject(new AppError('SOURCE_MISSING', { path: '/data' }))),
    );
    expect((await rejection(running.result)).code).toBe('SOURCE_MISSING');
    const report = { code: 'SOURCE_MISSING', params: { path: '/data' } };
    expect(home.catalog.jobs.get(running.jobId)).toMatchObject({ status: 'failed', error: report });
    expect(home.catalog.journal.steps(running.jobId)).toMatchObject([{ outcome: 'failed', evidence: report }]);
  });

  test('of anything unexpected rejects with INTERNAL and the cause', async () => {
    await using home = makeHome();
    const cause = new TypeError('no such thing');
    const error = await rejection(runnerOf(home).start(spec, () => Promise.reject(cause)).result);
    expect(error).toMatchObject({ code: 'INTERNAL', cause });
  });

  test('releases its resources, last acquired first, before its end is written', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const seen: unknown[] = [];
    const running = runner.start(spec, (job) => {
      for (const name of ['first', 'second'])
        job.resources.defer(() => void seen.push([name, home.catalog.jobs.get(job.id)?.status]));
      return Promise.reject(new Error('no'));
    });
    await rejection(running.result);
    expect(seen).toEqual([
      ['second', 'running'],
      ['first', 'running'],
    ]);
  });

  test('in its clean-up alone is failed although its body succeeded', async () => {
    await using home = makeHome();
    const running = runnerOf(home).start(spec, (job) => {
      job.resources.defer(() => Promise.reject(new Error('helper stays')));
      return Promise.resolve('fine');
    });
    expect((await rejection(running.result)).code).toBe('CLEANUP_FAILED');
    expect(home.catalog.jobs.get(running.jobId)).toMatchObject({ status: 'failed', error: { code: 'CLEANUP_FAILED' } });
  });

  test('in body and clean-up keeps both errors', async () => {
    await using home = makeHome();
    const original = new AppError('SOURCE_MISSING', { path: '/data' });
    const cleanup = new Error('helper stays');
    const running = runnerOf(home).start(spec, (job) => {
      job.resources.defer(() => Promise.reject(cleanup));
      return Promise.reject(original);
    });
    const error = await rejection(running.result);
    expect(error.code).toBe('CLEANUP_FAILED');
    expect(error.cause).toBeInstanceOf(SuppressedError);
    expect(error.cause).toMatchObject({ error: cleanup, suppressed: original });
  });
});

describe('cancel', () => {
  test('aborts the signal, and the job ends cancelled with its stack free again', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, (job) => delay(60_000, undefined, { signal: job.signal }));
    await Promise.resolve();
    expect(runner.cancel(running.jobId)).toMatchObject({ cancelRequested: true });
    expect((await rejection(running.result)).code).toBe('JOB_CANCELLED');
    expect(home.catalog.jobs.get(running.jobId)).toMatchObject({
      status: 'cancelled',
      error: { code: 'JOB_CANCELLED' },
    });
    expect(await runner.start(spec, () => Promise.resolve('next')).result).toBe('next');
  });

  test('stored through another connection reaches the signal', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, async (job) => {
      await once(job.signal, 'abort');
      job.signal.throwIfAborted();
    });
    const other = openCatalog(home.catalog.file, systemClock);
    other.jobs.requestCancel(running.jobId);
    other.close();
    expect((await rejection(running.result)).code).toBe('JOB_CANCELLED');
  });

  test('waits for the end of an atomic piece, and the next step does not begin', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const seen: string[] = [];
    const running = runner.start(spec, async (job) => {
      await job.atomic(async () => {
        runner.cancel(job.id);
        seen.push(`aborted inside: ${job.signal.aborted}`);
        await job.step('inside', null, () => Promise.resolve(void seen.push('inside')));
      });
      seen.push(`aborted after: ${job.signal.aborted}`);
      await job.step('after', null, () => Promise.resolve(void seen.push('after')));
    });
    expect((await rejection(running.result)).code).toBe('JOB_CANCELLED');
    expect(seen).toEqual(['aborted inside: false', 'inside', 'aborted after: true']);
  });

  test('leaves atomic pieces to a clean-up that must still act', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, async (job) => {
      job.resources.defer(async () => {
        await job.atomic(() => job.step('start services', null, () => Promise.resolve('started')));
      });
      runner.cancel(job.id);
      await job.step('never', null, () => Promise.resolve());
    });
    await rejection(running.result);
    expect(home.catalog.journal.steps(running.jobId)).toMatchObject([{ name: 'start services', outcome: 'done' }]);
    expect(home.catalog.jobs.get(running.jobId)?.status).toBe('cancelled');
  });

  test('that comes when all is done leaves a success a success', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, (job) => {
      runner.cancel(job.id);
      return Promise.resolve('done');
    });
    expect(await running.result).toBe('done');
    expect(home.catalog.jobs.get(running.jobId)?.status).toBe('succeeded');
  });

  test('of an ended or unknown job is refused', async () => {
    await using home = makeHome();
    const runner = runnerOf(home);
    const running = runner.start(spec, () => Promise.resolve());
    await running.result;
    expect(() => runner.cancel(running.jobId)).toThrow(/JOB_NOT_OPEN/u);
    expect(() => runner.cancel('nobody')).toThrow(/JOB_NOT_FOUND/u);
  });
});

test('a busy stack is refused at once, with the holder; another stack is not', async () => {
  await using home = makeHome();
  const runner = runnerOf(home);
  const release = Promise.withResolvers<void>();
  const running = runner.start(spec, () => release.promise);
  const since = home.catalog.jobs.get(running.jobId)?.createdAt;
  const refusal = refusalOf(() => runner.start({ ...spec, kind: 'rollback' }, () => Promise.resolve()));
  expect(refusal).toMatchObject({
    code: 'STACK_BUSY',
    params: { stack: 'shop', job: running.jobId, kind: 'backup', since },
  });
  expect(await runner.start({ ...spec, stackId: null, stack: null }, () => Promise.resolve('other')).result).toBe(
    'other',
  );
  release.resolve();
  await running.result;
});

test('close cancels what runs and waits for the ends', async () => {
  await using home = makeHome();
  const runner = runnerOf(home);
  const running = runner.start(spec, (job) => delay(60_000, undefined, { signal: job.signal }));
  await runner.close();
  expect(home.catalog.jobs.get(running.jobId)?.status).toBe('cancelled');
  expect(() => runner.start(spec, () => Promise.resolve())).toThrow(/closed/u);
});

test('a catalog that fails while a job runs aborts the job with that reason', async () => {
  const home = makeHome();
  const running = runnerOf(home).start(spec, async (job) => {
    home.catalog.close();
    await delay(60_000, undefined, { signal: job.signal });
  });
  expect((await rejection(running.result)).code).toBe('CATALOG_UNUSABLE');
  await home[Symbol.asyncDispose]();
});
