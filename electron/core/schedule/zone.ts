import { AppError } from '../errors.ts';

/**
 * The clock on the wall of a time zone. A local time is a number too: the ms since the epoch at which a clock in UTC
 * shows the same.
 */
export interface Zone {
  /** What the clock shows at an instant. */
  localAt(instant: number): number;
  /** The instants of the local times of one day, or of any span that is not longer. */
  dayFrom(local: number): LocalDay;
}

/** How local times of one day become instants. */
export interface LocalDay {
  /** The first instant at which the clock shows `local` or more: the end of the gap for a time that was skipped. */
  readonly firstInstant: (local: number) => number;
  /** When the clock is changed on this day or near it; what was skipped then comes at this very instant. Else null. */
  readonly change: number | null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Clocks are at most 14 hours ahead of UTC and 12 behind it. */
const aheadMs = 15 * hourMs;
const behindMs = 13 * hourMs;

/** TIME_ZONE_INVALID. */
export function zoneOf(name: string): Zone {
  const format = formatOf(name);
  const offsetAt = (instant: number): number => {
    const whole = Math.floor(instant / 1000) * 1000;
    return wallClock(format, whole) - whole;
  };
  return {
    localAt: (instant) => instant + offsetAt(instant),
    dayFrom: (local) => {
      const from = local - aheadMs;
      const to = local + dayMs + behindMs;
      const before = offsetAt(from);
      const after = offsetAt(to);
      // No zone changes its clock twice within these days; the closest are five weeks apart (Casablanca, around Ramadan).
      if (before === after) return { change: null, firstInstant: (time) => time - before };
      const change = firstSecond(from, to, (instant) => offsetAt(instant) === after);
      return {
        change,
        firstInstant: (time) => (time - before < change ? time - before : Math.max(change, time - after)),
      };
    },
  };
}

/** Building one takes fifty times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...numeric,
      second: 'numeric',
      hourCycle: 'h23',
      timeZone: zone,
    });
    formats.set(zone, format);
    return format;
  } catch (cause) {
    throw new AppError('TIME_ZONE_INVALID', { zone }, { cause });
  }
}

/** `11/20/2026, 04:00:00` as a local time. */
function wallClock(format: Intl.DateTimeFormat, instant: number): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = format
    .format(instant)
    .split(/\D+/u)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first whole second after `from` and up to `to` for which `holds` is true; it stays true from there on. */
function firstSecond(from: number, to: number, holds: (instant: number) => boolean): number {
  let [below, at] = [Math.floor(from / 1000), Math.ceil(to / 1000)];
  while (at - below > 1) {
    const middle = Math.floor((below + at) / 2);
    if (holds(middle * 1000)) at = middle;
    else below = middle;
  }
  return at * 1000;
}
