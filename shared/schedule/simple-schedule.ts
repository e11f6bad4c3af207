/** Days of the week as cron numbers them: 0 is Sunday. */
export const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
export type Weekday = (typeof weekdays)[number];

/** A schedule that needs no knowledge of cron. `at` is local time, `04:00`. */
export type SimpleSchedule =
  | { readonly every: 'day'; readonly at: string }
  /** At least one day, ascending, each once. */
  | { readonly every: 'week'; readonly days: readonly Weekday[]; readonly at: string }
  /** Months that do not have the day plan nothing; each has a last one. */
  | { readonly every: 'month'; readonly day: number | 'last'; readonly at: string };

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** The schedule of a cron expression; null when it is of another shape, or is none. */
export function simpleSchedule(cron: string): SimpleSchedule | null {
  const fields = cron.trim().toLowerCase().split(/\s+/u);
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = fields.length === 5 ? ['0', ...fields] : fields;
  if (fields.length < 5 || fields.length > 6 || !isZero(second) || month !== '*') return null;
  const at = timeOf(hour, minute);
  if (at === null || dayOfMonth === undefined || dayOfWeek === undefined) return null;
  if (dayOfMonth === '*' && dayOfWeek === '*') return { every: 'day', at };
  if (dayOfMonth === '*') {
    const days = weekdaysOf(dayOfWeek);
    return days === null ? null : { every: 'week', days, at };
  }
  if (dayOfWeek !== '*') return null;
  if (dayOfMonth === 'l') return { every: 'month', day: 'last', at };
  const day = numberOf(dayOfMonth);
  return day === null || day < 1 || day > 31 ? null : { every: 'month', day, at };
}

/** The cron expression, of five fields. */
export function cronOf(schedule: SimpleSchedule): string {
  const [hour = '', minute = ''] = schedule.at.split(':');
  const time = `${Number(minute)} ${Number(hour)}`;
  if (schedule.every === 'day') return `${time} * * *`;
  if (schedule.every === 'week') return `${time} * * ${schedule.days.join(',')}`;
  return `${time} ${schedule.day === 'last' ? 'L' : schedule.day} * *`;
}

/** `4:5` and `04:05` as `04:05`; null when it is no time of a day. */
export function timeOfDay(written: string): string | null {
  const [hour, minute, more] = written.trim().replace('：', ':').split(':');
  return more === undefined ? timeOf(hour, minute) : null;
}

function timeOf(hour: string | undefined, minute: string | undefined): string | null {
  const h = numberOf(hour ?? '');
  const m = numberOf(minute ?? '');
  if (h === null || m === null || h > 23 || m > 59) return null;
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}

function weekdaysOf(field: string): readonly Weekday[] | null {
  const found = new Set<Weekday>();
  for (const piece of field.split(',')) {
    const [from, to = from, more] = piece.split('-').map(weekdayNumber);
    if (from === undefined || to === undefined || from === null || to === null || more !== undefined || from > to)
      return null;
    // 7 is Sunday too, also as the end of a range.
    for (let day = from; day <= to; day += 1) for (const known of weekdays) if (known === day % 7) found.add(known);
  }
  return weekdays.filter((day) => found.has(day));
}

function weekdayNumber(written: string): number | null {
  const named = names.findIndex((name) => name === written);
  if (named !== -1) return named;
  const n = numberOf(written);
  return n === null || n > 7 ? null : n;
}

function isZero(field: string | undefined): boolean {
  return field === '0' || field === '00';
}

function numberOf(written: string): number | null {
  return /^\d{1,2}$/u.test(written) ? Number(written) : null;
}
