import type { Language } from './language.ts';
import { units as english } from './locales/en/units.ts';
import { units as chinese } from './locales/zh-CN/units.ts';

const words = { en: english, 'zh-CN': chinese } as const;
const byteUnits = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Decimal units with one decimal: `999 B`, `1.2 GB`; `? B` when nobody knows. The same in both languages. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '? B';
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes;
  let unit = 'B';
  for (const next of byteUnits) {
    // 999.95 kB would be rounded to "1000.0 kB".
    if (value < 999.95 && unit !== 'B') break;
    value /= 1000;
    unit = next;
  }
  return `${value.toFixed(1)} ${unit}`;
}

/** Bytes per second: `412.0 MB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `320 ms`, `3.4 s`, `42 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`. Takes milliseconds. */
export function formatDuration(ms: number, language: Language): string {
  const say = words[language];
  const pair = (big: string, bigCount: number, small: string, smallCount: number) =>
    amount(big, bigCount) + (smallCount === 0 ? '' : say.separator + amount(small, smallCount));

  if (ms < second) return amount(say.milliseconds, Math.round(ms));
  if (ms < 9.95 * second) return amount(say.seconds, (ms / second).toFixed(1));
  const seconds = Math.round(ms / second);
  if (seconds < 60) return amount(say.seconds, seconds);
  if (seconds < 3600) return pair(say.minutes, Math.floor(seconds / 60), say.seconds, seconds % 60);
  const minutes = Math.round(ms / minute);
  if (minutes < 24 * 60) return pair(say.hours, Math.floor(minutes / 60), say.minutes, minutes % 60);
  const hours = Math.round(ms / hour);
  return pair(say.days, Math.floor(hours / 24), say.hours, hours % 24);
}

/** How long there was nothing good, without more digits than count: `31 h`, below 6 h as `formatDuration` says it. */
export function formatAge(ms: number, language: Language): string {
  const say = words[language];
  if (ms < 6 * hour) return formatDuration(ms, language);
  return ms < 3 * day ? amount(say.hours, Math.floor(ms / hour)) : amount(say.days, Math.floor(ms / day));
}

/** Relative up to a week in both directions ("6 hours ago"), then the local date `2026-11-20`. */
export function formatRelative(time: string | number | Date, now: number, language: Language): string {
  const at = new Date(time).getTime();
  if (Number.isNaN(at)) return String(time);
  const delta = at - now;
  const distance = Math.abs(delta);
  if (distance < 45 * second) return words[language].now;
  if (distance >= 7 * day) return localDate(new Date(at));
  const [size, unit] =
    distance < 45 * minute
      ? ([minute, 'minute'] as const)
      : distance < 22 * hour
        ? ([hour, 'hour'] as const)
        : ([day, 'day'] as const);
  const count = Math.sign(delta) * Math.max(1, Math.round(distance / size));
  const said = new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(count, unit);
  // "6小时前" beside "3.4 秒" would be two habits in one line.
  return said.replace(/(?<digit>\d)(?=\p{Script=Han})/u, '$<digit> ');
}

/** `a, b`, or `a、b` in Chinese. */
export function formatList(names: readonly string[], language: Language): string {
  return names.join(words[language].listSeparator);
}

function localDate(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function amount(text: string, n: number | string): string {
  return text.replace('{{n}}', String(n));
}
