import { describe, expect, it } from 'vitest';
import { momentOf, sharesMinute } from './moment.ts';

const now = new Date(2026, 10, 20, 0, 5).getTime();

describe('momentOf', () => {
  it.each([
    ['a minute ago', new Date(2026, 10, 20, 0, 4), { day: 'today', time: '00:04' }],
    ['ten minutes ago, before midnight', new Date(2026, 10, 19, 23, 55), { day: 'yesterday', time: '23:55' }],
    ['the day before', new Date(2026, 10, 18, 23, 59), { day: 'date', time: '2026-11-18 23:59' }],
    ['the same day of another year', new Date(2025, 10, 20, 0, 4), { day: 'date', time: '2025-11-20 00:04' }],
  ])('%s', (_case, at, expected) => {
    expect(momentOf(at.toISOString(), now, false)).toEqual(expected);
  });

  it('finds yesterday across a month', () => {
    const first = new Date(2026, 2, 1, 8, 0).getTime();
    expect(momentOf(new Date(2026, 1, 28, 7, 3).toISOString(), first, false)).toEqual({
      day: 'yesterday',
      time: '07:03',
    });
  });

  it('says seconds when asked for', () => {
    const at = new Date(2026, 10, 20, 0, 4, 7).toISOString();
    expect(momentOf(at, now, true)).toEqual({ day: 'today', time: '00:04:07' });
  });
});

describe('sharesMinute', () => {
  it.each([
    ['alone', ['2026-11-20T04:00:12.000Z'], false],
    ['another in the minute', ['2026-11-20T04:00:12.000Z', '2026-11-20T04:00:59.000Z'], true],
    ['another a second later, in the next minute', ['2026-11-20T04:00:12.000Z', '2026-11-20T04:01:00.000Z'], false],
    ['none known', [], false],
  ])('%s: %s', (_case, all, expected) => {
    expect(sharesMinute('2026-11-20T04:00:12.000Z', all)).toBe(expected);
  });
});
