import type { CronFields } from './cron.ts';

/** The days of a month (1–12) that an expression plans, ascending; none when it does not plan the month. */
export function plannedDays(fields: CronFields, year: number, month: number): number[] {
  if (!fields.months.includes(month)) return [];
  const last = lastDay(year, month);
  const planned = new Set(fields.days.map((day) => dayOfMonth(day, year, month)));
  const days: number[] = [];
  for (let day = 1; day <= last; day += 1) {
    if (planned.has(day) && isPlannedWeekday(fields.weekdays, weekdayOf(year, month, day), day, last)) days.push(day);
  }
  return days;
}

/** The Gregorian calendar, weekdays included, repeats after so many years: what is not planned in them never is. */
const cycleYears = 400;

/** False for an expression that plans no day at all, such as the fifth Monday that is the first of a month. */
export function plansAnyDay(fields: CronFields): boolean {
  for (let year = 2000; year < 2000 + cycleYears; year += 1) {
    if (fields.months.some((month) => plannedDays(fields, year, month).length > 0)) return true;
  }
  return false;
}

/** Null for a day that this month does not have. */
function dayOfMonth(token: number | string, year: number, month: number): number | null {
  const last = lastDay(year, month);
  if (typeof token === 'number') return token <= last ? token : null;
  if (token === 'L') return last;
  if (token === 'LW') return nearestWorkday(year, month, last);
  if (token.startsWith('L-')) return last - Number(token.slice(2));
  const target = Number.parseInt(token, 10);
  return target <= last ? nearestWorkday(year, month, target) : null;
}

/** It stays within the month, so a Saturday the 1st is Monday the 3rd. */
function nearestWorkday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDay(year, month) ? day - 2 : day + 1;
  return day;
}

function isPlannedWeekday(tokens: CronFields['weekdays'], weekday: number, day: number, last: number): boolean {
  return tokens.some((token) => {
    if (typeof token === 'number') return token === weekday;
    if (Number(token[0]) !== weekday) return false;
    return token[1] === '#' ? Math.ceil(day / 7) === Number(token[2]) : day > last - 7;
  });
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
