import type { PlannedTime } from '../../../shared/model/schedule.ts';
import { AppError } from '../errors.ts';
import { type CronFields, parseCron } from './cron.ts';
import { plannedDays, plansAnyDay } from './month-days.ts';
import { type Zone, zoneOf } from './zone.ts';

/** The planned times of one cron expression in one time zone. Both the keys and the instants strictly increase. */
export interface Calendar {
  /** Those after `from` and up to and including `to` (ms since the epoch), oldest first, at most `limit` of them. */
  between(from: number, to: number, limit: number): PlannedTime[];
  /** The first `count` after `from`. */
  next(from: number, count: number): PlannedTime[];
  /**
   * The longest pause between a planned time of the year that begins at `from` and the one that follows it, in ms, by
   * the clock on the wall: a nightly schedule pauses for 24 hours, also in the night of 25.
   */
  longestPauseMs(from: number): number;
}

/**
 * A local time that daylight saving skips is planned for the first instant after the gap, unless another one is planned
 * for that instant; one that occurs twice, for its first occurrence. CRON_INVALID, also for an expression that never
 * comes to pass (the Monday nearest to 30 February); TIME_ZONE_INVALID.
 */
export function calendarOf(cron: string, zone: string): Calendar {
  const fields = parseCron(cron);
  if (!plansAnyDay(fields)) {
    throw new AppError('CRON_INVALID', { cron, detail: cron.trim().split(/ +/u).slice(-3).join(' ') });
  }
  return new CronCalendar(fields, zoneOf(zone));
}

const dayMs = 86_400_000;
const yearMs = 366 * dayMs;

class CronCalendar implements Calendar {
  readonly #fields: CronFields;
  readonly #zone: Zone;
  /** The planned times of a planned day, in ms since midnight. */
  readonly #times: readonly number[];

  constructor(fields: CronFields, zone: Zone) {
    this.#fields = fields;
    this.#zone = zone;
    this.#times = timesOf(fields);
  }

  between(from: number, to: number, limit: number): PlannedTime[] {
    const found: PlannedTime[] = [];
    for (const [local, at] of this.#after(from)) {
      if (at > to || found.length >= limit) break;
      found.push(plannedTime(local, at));
    }
    return found;
  }

  next(from: number, count: number): PlannedTime[] {
    return this.between(from, Number.POSITIVE_INFINITY, count);
  }

  longestPauseMs(from: number): number {
    const start = this.#zone.localAt(from);
    const [first = 0] = this.#times;
    const last = this.#times.at(-1) ?? 0;
    const withinDay = this.#times.reduce((most, time, at) => Math.max(most, time - (this.#times[at - 1] ?? time)), 0);
    let longest = 0;
    let before: number | null = null;
    for (const day of this.#daysFrom(start)) {
      if (before !== null) longest = Math.max(longest, day + first - before);
      // What is planned less than once a year has its pause all the same.
      if (day + first > start + yearMs && longest > 0) break;
      longest = Math.max(longest, withinDay);
      before = day + last;
    }
    return longest;
  }

  /** The local times that are planned after an instant, each with its own instant. */
  *#after(from: number): Generator<readonly [local: number, at: number]> {
    let newest = from;
    for (const day of this.#daysFrom(this.#zone.localAt(from))) {
      const { firstInstant, change } = this.#zone.dayFrom(day);
      for (const time of this.#times) {
        const local = day + time;
        const at = firstInstant(local);
        if (at <= newest) continue;
        if (at === change && this.#isTaken(at, local)) continue;
        newest = at;
        yield [local, at];
      }
    }
  }

  /** The midnights of planned days as local times, from the day of `local` on; without end. */
  *#daysFrom(local: number): Generator<number> {
    const today = Math.floor(local / dayMs) * dayMs;
    const first = new Date(today);
    let [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
    for (;;) {
      for (const day of plannedDays(this.#fields, year, month)) {
        const midnight = Date.UTC(year, month - 1, day);
        if (midnight >= today) yield midnight;
      }
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    }
  }

  /** Whether another local time than this one is planned for an instant. */
  #isTaken(at: number, by: number): boolean {
    const local = this.#zone.localAt(at);
    if (local === by) return false;
    const date = new Date(local);
    const days = plannedDays(this.#fields, date.getUTCFullYear(), date.getUTCMonth() + 1);
    return days.includes(date.getUTCDate()) && this.#times.includes(local - Math.floor(local / dayMs) * dayMs);
  }
}

function timesOf({ hours, minutes, seconds }: CronFields): number[] {
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => ((hour * 60 + minute) * 60 + second) * 1000)),
  );
}

function plannedTime(local: number, at: number): PlannedTime {
  const [date = '', time = ''] = new Date(local).toISOString().slice(0, 19).split('T');
  return { planned: `${date} ${time.endsWith(':00') ? time.slice(0, 5) : time}`, at: new Date(at).toISOString() };
}
