import { describe, expect, it } from 'vitest';
import { momentOf } from './moment.ts';

const now = new Date(2026, 10, 20, 0, 5).getTime();

describe('momentOf', () => {
  it.each([
    ['a minute ago', new Date(2026, 10, 20, 0, 4), { day: 'today', time: '00:04' }],
    ['ten minutes ago, before midnight', new Date(2026, 10, 19, 23, 55), { day: 'yesterday', time: '23:55' }],
    ['the day before', new Date(2026, 10, 18, 23, 59), { day: null, time: '2026-11-18 23:59' }],
    ['the same day of another year', new Date(2025, 10, 20, 0, 4), { day: null, time: '2025-11-20 00:04' }],
  ])('%s', (_case, at, expected) => {
    expect(momentOf(at.toISOString(), now)).toEqual(expected);
  });

  it('finds yesterday across a month', () => {
    const first = new Date(2026, 2, 1, 8, 0).getTime();
    expect(momentOf(new Date(2026, 1, 28, 7, 3).toISOString(), first)).toEqual({ day: 'yesterday', time: '07:03' });
  });
});
