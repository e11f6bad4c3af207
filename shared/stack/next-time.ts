import type { Translator } from '../i18n.ts';

const eveningHour = 18;
const morningHour = 6;
const daysNamed = 6;

/** A coming moment as people name it, by the operator's own calendar. */
export interface NextTime {
  /** `evening` is today's, `night` the hours before tomorrow's morning. */
  readonly day: 'today' | 'evening' | 'night' | 'tomorrow' | 'weekday' | 'date';
  /** `04:00`, with `date` `2026-12-24 04:00`. */
  readonly time: string;
}

/** Names a coming moment (ISO 8601). `now` is what "today" is told against. */
export function nextTime(at: string, now: number): NextTime {
  const moment = new Date(at);
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  const days = calendarDay(moment) - calendarDay(new Date(now));
  const hour = moment.getHours();
  if (days === 0) return { day: hour >= eveningHour ? 'evening' : 'today', time };
  if (days === 1) return { day: hour < morningHour ? 'night' : 'tomorrow', time };
  if (days > 1 && days <= daysNamed) return { day: 'weekday', time };
  const date = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return { day: 'date', time: `${date} ${time}` };
}

/** A coming moment in words: "tonight 04:00", "Sunday 03:00". */
export function nextTimeWords(
  at: string,
  now: number,
  { text, language }: Pick<Translator, 'text' | 'language'>,
): string {
  const { day, time } = nextTime(at, now);
  if (day !== 'weekday') return text(`words.nextTime.${day}`, { time });
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long' }).format(new Date(at));
  return text('words.nextTime.weekday', { time, weekday });
}

/** Days since some day, whatever daylight saving does between. */
function calendarDay(date: Date): number {
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
