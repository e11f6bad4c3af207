import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../shared/stack/testing/policy-of.ts';
import { type ScheduleFacts, stackSchedule } from './stack-schedule.ts';

const hourMs = 3_600_000;
const nightly = policyOf({ name: 'standard', createdAt: '2026-11-01T12:00:00.000Z' });
const now = '2026-11-20T12:00:00.000Z';

const facts = (change: Partial<ScheduleFacts>): ScheduleFacts => ({
  policies: [nightly],
  runs: [],
  lastGoodAt: '2026-11-20T03:00:20.000Z',
  zone: 'Europe/Berlin',
  machineZone: 'Europe/Berlin',
  now: Date.parse(now),
  ...change,
});

describe('overdue', () => {
  const since = (change: Partial<ScheduleFacts>) => stackSchedule(facts(change)).overdueSince;

  it.each<[string, Partial<ScheduleFacts>, string | null]>([
    ['a nightly one is young for 26 hours', { lastGoodAt: '2026-11-19T10:00:00.000Z' }, null],
    ['and no longer', { lastGoodAt: '2026-11-19T09:59:59.000Z' }, '2026-11-20T11:59:59.000Z'],
    ['without a good one, its age is that of the policy', { lastGoodAt: null }, '2026-11-02T14:00:00.000Z'],
    [
      'a new policy is not late yet',
      { lastGoodAt: null, policies: [{ ...nightly, createdAt: '2026-11-20T11:00:00.000Z' }] },
      null,
    ],
    ['one that is off asks for nothing', { lastGoodAt: null, policies: [{ ...nightly, enabled: false }] }, null],
    ['without a policy nothing is late', { lastGoodAt: null, policies: [] }, null],
    [
      'the strictest one counts',
      { policies: [nightly, { ...nightly, id: 'p2', maxAgeHours: 8 }] },
      '2026-11-20T11:00:20.000Z',
    ],
    ['a backup of the future says nothing', { lastGoodAt: '2027-01-01T00:00:00.000Z' }, '2026-11-02T14:00:00.000Z'],
    ['a clock that is a little ahead does', { lastGoodAt: '2026-11-20T12:01:00.000Z' }, null],
  ])('%s', (_, change, expected) => {
    expect(since(change)).toBe(expected);
  });

  it('allows the longest pause of the schedule and two hours', () => {
    const allowed = (cron: string) => stackSchedule(facts({ policies: [{ ...nightly, cron }] })).allowedAgeMs;
    expect(allowed('0 4 * * *')).toBe(26 * hourMs);
    expect(allowed('0 4 * * 1-5')).toBe(74 * hourMs);
    expect(allowed('0 3 * * 0')).toBe(170 * hourMs);
  });
});

describe('nights', () => {
  const run = (plannedAt: string, state: 'succeeded' | 'failed' | 'missed' | 'cancelled' | 'waiting' | 'running') => ({
    plannedAt,
    state,
    reason: null,
  });
  const nights = (runs: ScheduleFacts['runs'], change: Partial<ScheduleFacts> = {}) =>
    stackSchedule(facts({ runs, ...change })).nights;

  it('are the last 14 local days, oldest first, today included', () => {
    const shown = nights([]);
    expect([shown.length, shown[0], shown.at(-1)]).toEqual([
      14,
      { date: '2026-11-07', state: 'none' },
      { date: '2026-11-20', state: 'none' },
    ]);
  });

  it('show the worst of a day, by the clock of the machine', () => {
    const runs = [
      run('2026-11-18T03:00:00.000Z', 'succeeded'),
      run('2026-11-18T13:00:00.000Z', 'missed'),
      run('2026-11-18T22:59:00.000Z', 'succeeded'),
      // 00:30 of the next day in Berlin.
      run('2026-11-18T23:30:00.000Z', 'failed'),
      run('2026-11-19T03:00:00.000Z', 'missed'),
      run('2026-11-20T03:00:00.000Z', 'running'),
    ];
    expect(nights(runs).slice(-3)).toEqual([
      { date: '2026-11-18', state: 'missed' },
      { date: '2026-11-19', state: 'failed' },
      { date: '2026-11-20', state: 'none' },
    ]);
    expect(nights(runs, { machineZone: 'UTC' }).slice(-3, -1)).toEqual([
      { date: '2026-11-18', state: 'failed' },
      { date: '2026-11-19', state: 'missed' },
    ]);
  });

  it('want attention while one waits for something, or was cancelled', () => {
    const waits = {
      ...run('2026-11-20T03:00:00.000Z', 'waiting'),
      reason: { code: 'STACK_BUSY', params: {} } as const,
    };
    expect(nights([waits]).at(-1)?.state).toBe('attention');
    expect(nights([run('2026-11-20T03:00:00.000Z', 'cancelled')]).at(-1)?.state).toBe('attention');
  });
});

it('names the soonest run of all policies that are on', () => {
  const off = { ...nightly, id: 'p2', name: 'hourly', cron: '0 * * * *', enabled: false };
  const weekly = { ...nightly, id: 'p3', name: 'weekly', cron: '0 3 * * 6', timeZone: 'UTC' };
  expect(stackSchedule(facts({ policies: [off, nightly, weekly] }))).toMatchObject({
    policies: 2,
    // 04:00 and 03:00 UTC fall on the same instant: the older one is named.
    nextRun: { policy: 'standard', planned: '2026-11-21 04:00', at: '2026-11-21T03:00:00.000Z' },
  });
});

it('shows a policy that cannot be planned here without a next run, and lets it go red', () => {
  const lost = { ...nightly, id: 'p2', timeZone: 'Mars/Olympus' };
  expect(stackSchedule(facts({ policies: [lost], lastGoodAt: '2026-11-19T09:00:00.000Z' }))).toMatchObject({
    policies: 1,
    nextRun: null,
    allowedAgeMs: 26 * hourMs,
    overdueSince: '2026-11-20T11:00:00.000Z',
  });
  expect(stackSchedule(facts({ policies: [lost, nightly] })).nextRun).toMatchObject({ policy: 'standard' });
});
