import { describe, expect, it } from 'vitest';
import { cronOf, simpleSchedule, timeOfDay } from './simple-schedule.ts';

describe('simpleSchedule', () => {
  it.each([
    ['0 4 * * *', { every: 'day', at: '04:00' }],
    ['  05  23 * * * ', { every: 'day', at: '23:05' }],
    ['0 0 4 * * *', { every: 'day', at: '04:00' }],
    ['0 3 * * 0', { every: 'week', days: [0], at: '03:00' }],
    ['0 3 * * 7', { every: 'week', days: [0], at: '03:00' }],
    ['0 3 * * SUN', { every: 'week', days: [0], at: '03:00' }],
    ['30 4 * * 5,1,3,1', { every: 'week', days: [1, 3, 5], at: '04:30' }],
    ['0 4 * * mon-fri', { every: 'week', days: [1, 2, 3, 4, 5], at: '04:00' }],
    ['0 4 * * 5-7', { every: 'week', days: [0, 5, 6], at: '04:00' }],
    ['0 4 1 * *', { every: 'month', day: 1, at: '04:00' }],
    ['0 4 L * *', { every: 'month', day: 'last', at: '04:00' }],
  ] as const)('%j is %o', (cron, expected) => {
    expect(simpleSchedule(cron)).toEqual(expected);
  });

  it.each([
    '',
    '0 4 * *',
    '30 0 4 * * *',
    '*/15 * * * *',
    '0 4,16 * * *',
    '0 24 * * *',
    '60 4 * * *',
    '0 4 * 1 *',
    '0 4 1,15 * *',
    '0 4 32 * *',
    '0 4 0 * *',
    '0 4 1 * 1',
    '0 4 * * 8',
    '0 4 * * 5-1',
    '0 4 * * 1#2',
    '0 4 * * 1-2-3',
    '@daily',
  ])('%j is of another shape', (cron) => {
    expect(simpleSchedule(cron)).toBeNull();
  });

  it.each(['0 4 * * *', '5 23 * * 0', '0 4 * * 1,3,5', '0 4 31 * *', '0 4 L * *'])(
    '%j comes back as it was',
    (cron) => {
      const schedule = simpleSchedule(cron);
      expect(schedule === null ? null : cronOf(schedule)).toBe(cron);
    },
  );
});

describe('timeOfDay', () => {
  it.each([
    ['04:00', '04:00'],
    [' 4:5 ', '04:05'],
    ['23：59', '23:59'],
    ['24:00', null],
    ['4', null],
    ['4:', null],
    ['04:00:00', null],
    ['', null],
  ])('%j is %j', (written, expected) => {
    expect(timeOfDay(written)).toBe(expected);
  });
});
