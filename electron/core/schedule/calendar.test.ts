import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';
import { minuteWalk } from './testing/minute-walk.ts';
import { sampleSchedules, sampleZones } from './testing/sample-schedules.ts';

const dayMs = 86_400_000;
const start = Date.parse('2026-02-01T00:00:00Z');

/** `planned -> instant` of what a schedule plans between two instants. */
function plannedBetween(cron: string, zone: string, from: string, to: string): string[] {
  const times = calendarOf(cron, zone).between(Date.parse(from), Date.parse(to), 1000);
  return times.map(({ planned, at }) => `${planned} -> ${at.slice(0, 16)}`);
}

test.each(sampleZones)('%s: in 400 days every planned time comes once and at the right minute', (zone) => {
  const span = { from: start, to: start + 400 * dayMs };
  const walked = minuteWalk(sampleSchedules, zone, span);
  for (const [at, { cron }] of sampleSchedules.entries()) {
    const times = calendarOf(cron, zone).between(span.from, span.to, 1_000_000);
    const expected = [...(walked[at] ?? [])].map(([instant, planned]) => ({
      planned,
      at: new Date(instant).toISOString(),
    }));
    expect(times, cron).toEqual(expected);
    expect(new Set(times.map(({ planned }) => planned)).size, cron).toBe(times.length);
    expect(times.length, cron).toBeGreaterThanOrEqual(13);
  }
});

describe('a local time that is skipped comes at the first instant after the gap', () => {
  test.each([
    ['Europe/Berlin', '30 2 * * *', '2026-03-29', ['2026-03-29 02:30 -> 2026-03-29T01:00']],
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-04', ['2026-10-04 02:15 -> 2026-10-03T15:30']],
    ['America/Santiago', '0 0 * * *', '2026-09-06', ['2026-09-06 00:00 -> 2026-09-06T04:00']],
    // The evening before, and the gap ends at midnight.
    ['America/Nuuk', '30 23 28 3 *', '2026-03-28', ['2026-03-28 23:30 -> 2026-03-29T01:00']],
    // A whole day was left out.
    [
      'Pacific/Apia',
      '0 4 30,31 12 *',
      '2011-12-30',
      ['2011-12-30 04:00 -> 2011-12-30T10:00', '2011-12-31 04:00 -> 2011-12-30T14:00'],
    ],
  ])('%s, %s', (zone, cron, day, expected) => {
    const noon = Date.parse(`${day}T12:00:00Z`);
    const from = new Date(noon - 1.5 * dayMs).toISOString();
    const to = new Date(noon + 1.5 * dayMs).toISOString();
    const near = plannedBetween(cron, zone, from, to);
    expect(near.filter((time) => expected.includes(time) || time.startsWith(day))).toEqual(expected);
  });

  test('of several that are skipped, the first one does', () => {
    const hour = ['2026-03-29T00:30:00Z', '2026-03-29T01:10:00Z'] as const;
    expect(plannedBetween('*/20 2 * * *', 'Europe/Berlin', ...hour)).toEqual(['2026-03-29 02:00 -> 2026-03-29T01:00']);
  });

  test('unless another one is planned for that instant', () => {
    const hour = ['2026-03-29T00:30:00Z', '2026-03-29T01:10:00Z'] as const;
    expect(plannedBetween('30 2,3 * * *', 'Europe/Berlin', ...hour)).toEqual(['2026-03-29 02:30 -> 2026-03-29T01:00']);
    expect(plannedBetween('0 2,3 * * *', 'Europe/Berlin', ...hour)).toEqual(['2026-03-29 03:00 -> 2026-03-29T01:00']);
    const evening = ['2026-03-29T00:00:00Z', '2026-03-29T01:20:00Z'] as const;
    expect(plannedBetween('0,30 23,0 * * *', 'America/Nuuk', ...evening)).toEqual([
      '2026-03-29 00:00 -> 2026-03-29T01:00',
    ]);
  });
});

describe('a local time that occurs twice comes at its first occurrence only', () => {
  test.each([
    ['Europe/Berlin', '30 2 * * *', '2026-10-25 02:30 -> 2026-10-25T00:30'],
    ['America/New_York', '0 1 * * *', '2026-11-01 01:00 -> 2026-11-01T05:00'],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-05 01:45 -> 2026-04-04T14:45'],
    ['America/Santiago', '59 23 * * *', '2026-04-04 23:59 -> 2026-04-05T02:59'],
    ['America/Nuuk', '0 23 * * *', '2026-10-24 23:00 -> 2026-10-25T00:00'],
  ])('%s, %s', (zone, cron, expected) => {
    const [day = ''] = expected.split(' ');
    const noon = Date.parse(`${day}T12:00:00Z`);
    const around = [new Date(noon - 2 * dayMs).toISOString(), new Date(noon + 2 * dayMs).toISOString()] as const;
    const times = plannedBetween(cron, zone, ...around);
    expect(times.filter((time) => time.startsWith(day))).toEqual([expected]);
  });
});

test('what is planned does not depend on where one begins to look', () => {
  const calendar = calendarOf('*/20 1-3 * * *', 'Europe/Berlin');
  for (const change of ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z']) {
    const [from, to] = [Date.parse(change) - dayMs, Date.parse(change) + dayMs];
    const all = calendar.between(from, to, 1000);
    for (let instant = from; instant < to; instant += 7 * 60_000) {
      const rest = all.filter(({ at }) => Date.parse(at) > instant);
      expect(calendar.between(instant, to, 1000)).toEqual(rest);
    }
  }
});

test('the bounds: after the first instant, up to and including the second, and no more than asked for', () => {
  const calendar = calendarOf('*/10 * * * * *', 'UTC');
  expect(calendar.between(start, start + 20_000, 9)).toEqual([
    { planned: '2026-02-01 00:00:10', at: '2026-02-01T00:00:10.000Z' },
    { planned: '2026-02-01 00:00:20', at: '2026-02-01T00:00:20.000Z' },
  ]);
  expect(calendar.between(start, start + dayMs, 3)).toHaveLength(3);
  expect(calendar.between(start, start, 3)).toEqual([]);
  expect(calendar.next(start + 59_001, 1)).toEqual([{ planned: '2026-02-01 00:01', at: '2026-02-01T00:01:00.000Z' }]);
});

test('a rare day is found however far away it is', () => {
  const [first, second] = calendarOf('0 0 29 2 1', 'UTC').next(Date.parse('2080-01-01T00:00:00Z'), 2);
  expect([first?.planned, second?.planned]).toEqual(['2112-02-29 00:00', '2140-02-29 00:00']);
});

describe('the longest pause of a year', () => {
  const hours = (cron: string, zone: string): number => calendarOf(cron, zone).longestPauseMs(start) / 3_600_000;

  test.each([
    ['0 4 * * *', 24],
    ['*/15 * * * *', 0.25],
    ['* * * * * *', 1 / 3600],
    ['0 8-18/2 * * *', 14],
    ['0 1,23 * * *', 22],
    ['0 4 * * 1-5', 72],
    ['0 3 * * 0', 168],
    ['0 0 1 * *', 31 * 24],
    ['0 0 1 1 *', 365 * 24],
    ['0 0 29 2 *', 4 * 365.25 * 24],
  ])('%s pauses for %d hours', (cron, expected) => {
    expect(hours(cron, 'UTC')).toBeCloseTo(expected, 6);
  });

  test('is by the clock on the wall: the night of 25 hours makes none longer', () => {
    for (const zone of sampleZones) expect(hours('0 4 * * *', zone), zone).toBe(24);
  });
});

test('is quick enough to be asked at every look', () => {
  const calendar = calendarOf('0 4 * * *', 'Europe/Berlin');
  const before = performance.now();
  for (let n = 0; n < 20; n += 1) calendar.next(start + n * dayMs, 5);
  expect((performance.now() - before) / 20).toBeLessThan(10);
  const year = performance.now();
  expect(calendar.between(start, start + 365 * dayMs, 1000)).toHaveLength(365);
  expect(performance.now() - year).toBeLessThan(200);
});

describe('what is no schedule is refused', () => {
  test.each([
    ['61 * * * *', 'minute: 61'],
    ['0 25 * * *', 'hour: 25'],
    ['0 4 30 2 *', 'day of month: 30'],
    ['0 4 * 13 *', 'month: 13'],
    ['0 4 * * someday', 'day of week: someday'],
    ['99 0 4 * * *', 'second: 99'],
    ['0 4 * *', 'fields: 4'],
    ['', 'fields: 0'],
    ['0 4 * * é', '"é"'],
    ['0\t4 * * *', '"\\t"'],
    ['every night', 'fields: 2'],
    // Days that no calendar has.
    ['0 4 30W 2 *', '30W 2 *'],
    ['0 4 1 * 1#5', '1 * 1#5'],
  ])('%j', (cron, detail) => {
    const refusal = { code: 'CRON_INVALID', params: { cron, detail } };
    expect(() => calendarOf(cron, 'UTC')).toThrow(expect.objectContaining(refusal));
  });

  test('also a range that would fill the memory', () => {
    expect(() => calendarOf('0-999999999 4 * * *', 'UTC')).toThrow(expect.objectContaining({ code: 'CRON_INVALID' }));
  });

  test.each(['Mars/Base', 'Europe/Berlln', ''])('the time zone %j', (zone) => {
    const refusal = { code: 'TIME_ZONE_INVALID', params: { zone } };
    expect(() => calendarOf('0 4 * * *', zone)).toThrow(expect.objectContaining(refusal));
  });
});
