import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { PolicyDraft } from '../../../shared/model/schedule.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { findPolicy, policyView, previewPolicy, savePolicy } from './policies.ts';
import { type Night, nightly, openNight } from './testing/night.ts';

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

describe('a draft that cannot be', () => {
  it.each<[ErrorCode, Partial<PolicyDraft>]>([
    ['CRON_INVALID', { cron: 'every night' }],
    ['CRON_INVALID', { cron: '61 4 * * *' }],
    ['TIME_ZONE_INVALID', { timeZone: 'Mars/Olympus' }],
    ['POLICY_EXISTS', { name: 'standard' }],
    ['POLICY_EXISTS', { name: ' standard ' }],
    ['POLICY_INVALID', { name: '   ' }],
    ['POLICY_INVALID', { catchUpHours: -1 }],
    ['POLICY_INVALID', { retention: { days: null, count: 0 } }],
    ['LEVEL_OUT_OF_RANGE', { format: 'gzip', level: 12 }],
    ['SOURCE_NOT_FOUND', { only: ['volume/gone'] }],
  ])('%s: %j', async (code, change) => {
    await savePolicy(context, stack, null, nightly);
    const draft = { ...nightly, name: 'other', ...change };
    await expect(savePolicy(context, stack, null, draft)).rejects.toMatchObject({ code });
    await expect(previewPolicy(context, stack, null, draft, null)).rejects.toMatchObject({ code });
    expect(context.catalog.policies.list()).toHaveLength(1);
  });

  it('POLICY_NOT_FOUND: one of another stack, or of none', async () => {
    const other = await night.addStack(context, 'wiki');
    const { id } = await savePolicy(context, stack, null, nightly);
    await expect(savePolicy(context, other, id, nightly)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    await expect(savePolicy(context, stack, 'gone', nightly)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    expect(() => findPolicy(context, 'gone')).toThrow(expect.objectContaining({ code: 'POLICY_NOT_FOUND' }));
  });
});

it('is saved as it was written, and changed without becoming another', async () => {
  const made = await savePolicy(context, stack, null, { ...nightly, only: ['folder/app'], level: 3, format: 'zstd' });
  expect(made).toMatchObject({ only: ['folder/app'], origin: 'operator', createdAt: '2026-11-19T19:00:00.000Z' });
  night.now += 1000;
  const changed = await savePolicy(context, stack, made.id, { ...nightly, name: 'renamed' });
  expect(changed).toEqual({ ...made, name: 'renamed', only: null, level: null, format: null });
});

it.each<[string, Partial<PolicyDraft>, Partial<PolicyDraft>, boolean]>([
  ['another name', {}, { name: 'other' }, false],
  ['another retention', {}, { retention: { days: 3, count: null } }, false],
  ['another time', {}, { cron: '0 5 * * *' }, true],
  ['another zone', {}, { timeZone: 'Asia/Shanghai' }, true],
  ['switched off', {}, { enabled: false }, false],
  ['switched on', { enabled: false }, {}, true],
])('%s: whether it is planned anew from now on', async (_, before, after, anew) => {
  const made = await savePolicy(context, stack, null, { ...nightly, ...before });
  night.now += 3_600_000;
  const changed = await savePolicy(context, stack, made.id, { ...nightly, ...after });
  expect(changed.consideredUntil).toBe(anew ? isoTime(night.now) : made.consideredUntil);
});

it('shows what comes next, in the zone in force, also while it is off', async () => {
  const made = await savePolicy(context, stack, null, { ...nightly, enabled: false });
  const view = policyView(context, made);
  expect(view).toMatchObject({ zone: 'Europe/Berlin', lastRun: null });
  expect(view.next.map(({ planned }) => planned)).toEqual([
    '2026-11-20 04:00',
    '2026-11-21 04:00',
    '2026-11-22 04:00',
    '2026-11-23 04:00',
    '2026-11-24 04:00',
  ]);
  context.catalog.settings.set('timeZone', 'Asia/Tokyo');
  const changed = await savePolicy(context, stack, made.id, { ...nightly, timeZone: null });
  expect(policyView(context, changed)).toMatchObject({ zone: 'Asia/Tokyo', timeZone: null });
});

it('says before it is saved when it is an alarm', async () => {
  const { allowedAgeMs, next } = await previewPolicy(context, stack, null, nightly, null);
  expect(allowedAgeMs).toBe(26 * 3_600_000);
  expect(next).toHaveLength(5);
});
