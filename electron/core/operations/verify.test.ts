import { expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { engineOf } from '../engine-calls.ts';
import { findBackup } from './backup-lookup.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it('a verification with a limit reads no faster than that', async () => {
  await using fixture = await makeEngine();
  const { id, rawBytes } = await fixture.backUp();
  const engine = engineOf(fixture.context, () => Promise.resolve());
  const begun = performance.now();
  await engine.verify(id, { limit: rawBytes * 2 }).result;
  expect(performance.now() - begun).toBeGreaterThan(490);
});

it('one that is cancelled while its limit holds it says nothing about the pack', async () => {
  await using fixture = await makeEngine();
  const { id } = await fixture.backUp();
  const engine = engineOf(fixture.context, () => Promise.resolve());
  const { jobId, result } = engine.verify(id, { limit: 1, trigger: 'periodic' });
  const read = new Promise<void>((resolve) => {
    engine.onJob((job) => {
      if (job.id === jobId && job.progress.doneBytes > 0) resolve();
    });
  });
  await read;
  await engine.cancel(jobId);
  await expect(result).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  expect(findBackup(fixture.context, id)).toMatchObject({ verified: true, error: null });
  expect((await engine.job(jobId)).job.trigger).toBe('periodic');
});

it('a limit that is no speed is refused', async () => {
  await using fixture = await makeEngine();
  const { id } = await fixture.backUp();
  const engine = engineOf(fixture.context, () => Promise.resolve());
  expect(() => engine.verify(id, { limit: 0 })).toThrow(AppError);
});
