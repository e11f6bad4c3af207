import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { engineOf } from '../engine-calls.ts';
import { createStopLedger } from '../jobs/stop-ledger.ts';
import { makeHome, shop, shopDebt } from '../jobs/testing/sample-records.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { RecoveryNeed } from './recovery-need.ts';

it('what is owed is tried at once, then after longer and longer rests, and at once again when it has changed', async () => {
  await using home = makeHome();
  home.catalog.stacks.insert(shop);
  const ledger = createStopLedger(home.catalog, join(home.directory, 'ledger'));
  let now = 0;
  const need = new RecoveryNeed({ catalog: home.catalog, ledger, clock: () => now });
  expect(await need.isDue()).toBe(false);
  await ledger.owe(shopDebt);
  const tries: number[] = [];
  for (; now < 1_200_000; now += 15_000) if (await need.isDue()) tries.push(now / 1000);
  expect(tries).toEqual([0, 30, 90, 210, 450, 750, 1050]);
  await ledger.owe({ ...shopDebt, jobId: 'job-2' });
  expect(await need.isDue()).toBe(true);
  expect(await need.isDue()).toBe(false);
  now -= 3_600_000;
  expect(await need.isDue()).toBe(true);
  for (const jobId of ['job-1', 'job-2']) {
    for (const { containerId } of shopDebt.containers) ledger.paid(jobId, containerId);
    await ledger.settle(jobId);
  }
  now += 3_600_000;
  expect(await need.isDue()).toBe(false);
});

it('a panel tries to pay what a job of its own owes that has failed, and leaves a record for no try in vain', async () => {
  await using fixture = await makeEngine();
  const { context, stack } = fixture;
  const engine = engineOf(context, () => Promise.resolve());
  await expect(
    fixture.run('backup', async ({ id }) => {
      await context.ledger.owe({ ...shopDebt, jobId: id, stackId: stack.id, endpoint: 'unix:///nowhere/docker.sock' });
      throw new Error('the engine went away');
    }),
  ).rejects.toMatchObject({ code: 'INTERNAL' });
  const before = context.catalog.jobs.list(10).length;
  expect(await engine.recoverDead()).toMatchObject({
    jobs: [],
    owed: [{ service: 'db', error: { code: 'DOCKER_UNREACHABLE' } }, { service: 'web' }],
  });
  expect(await engine.recoverDead()).toBe(null);
  expect(context.catalog.jobs.list(10)).toHaveLength(before);
  await rm(join(context.home, 'ledger'), { recursive: true });
});
