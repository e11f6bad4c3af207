import { createTask } from 'node-cron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { calendarOf } from './calendar.ts';
import { parseCron } from './cron.ts';
import { plannedDays } from './month-days.ts';

describe('planned days of a month', () => {
  test.each([
    ['0 0 31 * *', 2026, 1, [31]],
    ['0 0 31 * *', 2026, 4, []],
    ['0 0 L * *', 2026, 2, [28]],
    ['0 0 L * *', 2028, 2, [29]],
    ['0 0 L-3,1 * *', 2026, 2, [1, 25]],
    ['0 0 L-30 * *', 2026, 2, []],
    // Saturday 15th, Sunday 15th, and months that begin or end on a weekend.
    ['0 0 15W * *', 2026, 8, [14]],
    ['0 0 15W * *', 2026, 2, [16]],
    ['0 0 1W * *', 2026, 8, [3]],
    ['0 0 31W * *', 2026, 5, [29]],
    ['0 0 LW * *', 2026, 2, [27]],
    ['0 0 30W * *', 2026, 2, []],
    ['0 0 * * 5#3', 2026, 11, [20]],
    ['0 0 * * fri#5', 2026, 11, []],
    ['0 0 * * 7L', 2026, 11, [29]],
    ['0 0 * Feb-Mar Mon', 2026, 2, [2, 9, 16, 23]],
    ['0 0 * Feb-Mar Mon', 2026, 4, []],
    // Both have to match: Friday the 13th.
    ['0 0 13 * 5', 2026, 11, [13]],
    ['0 0 13 * 5', 2026, 12, []],
    ['0 0 ? * ?', 2026, 2, Array.from({ length: 28 }, (_, at) => at + 1)],
  ])('%s in %i-%i', (cron, year, month, expected) => {
    expect(plannedDays(parseCron(cron), year, month)).toEqual(expected);
  });
});

describe('where no clock is changed, the planned times are those of node-cron', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T07:30:11Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const hours = ['0 4', '*/20 22-2', '30 59 23', '5,5,1 7,19'];
  const days = ['*', '1', '31', '13-15', '28-2', '*/10', 'L', 'L-5', '15W', '1W,LW', '31W', '?'];
  const months = ['*', '2', 'JAN-mar', '*/5', '11-2'];
  const weekdays = ['*', '0', '7', 'Mon-Fri', '6-1', '5#3', '2#5', '5L', '7L,3', 'sunday'];
  const expressions = [
    ...hours.flatMap((hour) => days.map((day) => `${hour} ${day} * *`)),
    ...days.flatMap((day) => weekdays.map((weekday) => `0 4 ${day} * ${weekday}`)),
    ...months.flatMap((month) => weekdays.map((weekday) => `0 4 * ${month} ${weekday}`)),
    ...months.flatMap((month) => ['1', '28', 'L', '15W'].map((day) => `0 0 4 ${day} ${month} *`)),
    '@yearly',
    '@annually',
    '@monthly',
    '@weekly',
    '@daily',
    '@midnight',
    '@hourly',
    '  0   4 * * *',
  ];

  test.each(expressions)('%s', async (cron) => {
    const task = createTask(cron, () => null, { timezone: 'Asia/Shanghai' });
    const theirs = timesOrNone(() => task.getNextRuns(15).map((date) => date.toISOString()));
    await task.destroy();
    const ours = timesOrNone(() =>
      calendarOf(cron, 'Asia/Shanghai')
        .next(Date.now(), 15)
        .map(({ at }) => at),
    );
    expect(ours).toEqual(theirs);
  });
});

/** None for an expression that never comes to pass: node-cron takes it, and throws when it has looked a hundred years ahead. */
function timesOrNone(times: () => readonly string[]): readonly string[] {
  try {
    return times();
  } catch {
    return [];
  }
}
