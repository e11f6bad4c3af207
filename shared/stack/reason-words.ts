import type { Translator } from '../i18n.ts';
import { formatAge, formatRelative } from '../units.ts';
import type { ReasonWords } from './stack-reason.ts';

/** What reasons are said with where nothing else is: a translator alone. `now` in ms. */
export function reasonWords({ text, error, language }: Translator, now: number): ReasonWords {
  return {
    text,
    ago: (time, at) => formatRelative(time, at, language),
    age: (ms) => formatAge(ms, language),
    error: (report) => error(report, now),
  };
}
