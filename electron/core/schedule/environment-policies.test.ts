import { afterEach, beforeEach, expect, it } from 'vitest';
import { addStack } from '../operations/stack-registry.ts';
import { changeScheduleSettings, installationTimeZone, maxParallel } from './installation.ts';
import { savePolicy } from './policies.ts';
import { type Night, nightly, openNight, rowsOf } from './testing/night.ts';

let night: Night;

beforeEach(async () => {
  night = await openNight();
});
afterEach(async () => {
  await night[Symbol.asyncDispose]();
});

const enabled = { LIFEBOAT_BACKUP_ENABLED: 'true', LIFEBOAT_BACKUP_DEFAULT_TIMEZONE: 'Europe/Berlin' };

it('gives a stack without a policy one that works by itself', async () => {
  const context = await night.openContext({ ...enabled, LIFEBOAT_BACKUP_RETENTION_COUNT: '7' });
  const stack = await night.addStack(context);
  const own = await night.addStack(context, 'own');
  await savePolicy(context, own, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-19T20:00:00Z');
  expect(context.catalog.policies.list(stack.id)).toMatchObject([
    { name: 'default', cron: '0 4 * * *', origin: 'environment', retention: { days: null, count: 7 }, enabled: true },
  ]);
  expect(context.catalog.policies.list(own.id)).toHaveLength(1);
  // One that is added later has its own within a beat.
  const later = await night.addStack(context, 'later');
  await beatAt('2026-11-20T03:00:05Z');
  expect(context.catalog.policies.list(later.id)).toMatchObject([{ name: 'default' }]);
  await expect
    .poll(() => context.catalog.policyRuns.list(stack.id, 5), { timeout: 15_000 })
    .toMatchObject([{ state: 'succeeded' }]);
});

it('does nothing before an operator or the environment wants it', async () => {
  const context = await night.openContext({ LIFEBOAT_BACKUP_DEFAULT_CRON: '0 2 * * *' });
  const stack = await night.addStack(context);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-21T03:00:05Z');
  expect(context.catalog.policies.list()).toEqual([]);
  expect(await rowsOf(context, stack)).toEqual([]);
});

it('follows the environment until somebody edits it', async () => {
  const first = await night.openContext(enabled);
  const stack = await night.addStack(first);
  const one = night.schedule(first);
  await one.beatAt('2026-11-19T20:00:00Z');
  await one.scheduler.close();

  const second = await night.openContext({ ...enabled, LIFEBOAT_BACKUP_DEFAULT_CRON: '30 2 * * *' });
  const two = night.schedule(second);
  await two.beatAt('2026-11-19T21:00:00Z');
  await two.scheduler.close();
  const [policy] = second.catalog.policies.list(stack.id);
  expect(policy).toMatchObject({ cron: '30 2 * * *', consideredUntil: '2026-11-19T21:00:00.000Z' });

  await savePolicy(second, stack, policy?.id ?? '', { ...nightly, name: 'default', cron: '0 1 * * *' });
  const third = await night.openContext({ ...enabled, LIFEBOAT_BACKUP_DEFAULT_CRON: '0 6 * * *' });
  await night.schedule(third).beatAt('2026-11-19T22:00:00Z');
  expect(third.catalog.policies.list(stack.id)).toMatchObject([{ cron: '0 1 * * *', origin: 'operator' }]);
});

it('keeps the packs of new stacks where it says, unless the operator says another place', async () => {
  const context = await night.openContext({ LIFEBOAT_BACKUP_STORAGE: `${night.directory}/all` });
  const folders = [`${night.directory}/app`];
  expect(await addStack(context, { folders, name: 'a' })).toMatchObject({ storage: `${night.directory}/all` });
  const storage = `${night.directory}/mine`;
  expect(await addStack(context, { folders, name: 'b', storage })).toMatchObject({ storage });
});

it('goes behind the catalog and before what is built in', async () => {
  const context = await night.openContext({ ...enabled, LIFEBOAT_BACKUP_MAX_PARALLEL: '3' });
  const bare = await night.openContext();
  expect(maxParallel(context)).toEqual({ value: 3, from: 'environment' });
  expect(maxParallel(bare)).toEqual({ value: 1, from: 'built-in' });
  changeScheduleSettings(context, { maxParallel: 2, timeZone: 'Asia/Tokyo' });
  expect(maxParallel(context)).toEqual({ value: 2, from: 'catalog' });
  expect(installationTimeZone(context)).toEqual({ value: 'Asia/Tokyo', from: 'catalog' });
  expect(() => changeScheduleSettings(context, { maxParallel: 4, timeZone: 'Mars/Olympus' })).toThrow(
    expect.objectContaining({ code: 'TIME_ZONE_INVALID' }),
  );
  expect(() => changeScheduleSettings(context, { maxParallel: 0 })).toThrow(
    expect.objectContaining({ code: 'POLICY_INVALID' }),
  );
  changeScheduleSettings(context, { maxParallel: null });
  expect(maxParallel(context)).toEqual({ value: 3, from: 'environment' });
});
