/** A moment as a button can name it: the day as people say it, and the local time. */
export interface Moment {
  readonly day: 'today' | 'yesterday' | 'date';
  /** `17:12` on a named day, with `date` `2026-11-18 17:12`; with seconds where asked for. */
  readonly time: string;
}

/** Names a moment by the operator's own calendar. `now` is what "today" is told against. */
export function momentOf(time: string, now: number, seconds: boolean): Moment {
  const at = new Date(time);
  const minute = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const clock = seconds ? `${minute}:${two(at.getSeconds())}` : minute;
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (sameDay(at, today)) return { day: 'today', time: clock };
  if (sameDay(at, yesterday)) return { day: 'yesterday', time: clock };
  return { day: 'date', time: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}` };
}

/** Whether one of these moments is another one in the same minute, so that the minute alone does not tell them apart. */
export function sharesMinute(time: string, all: readonly string[]): boolean {
  return all.some((other) => other !== time && minuteOf(other) === minuteOf(time));
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function minuteOf(time: string): number {
  return Math.floor(Date.parse(time) / 60_000);
}
