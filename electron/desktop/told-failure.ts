import type { Translator } from '../../shared/i18n.ts';
import { reportOf } from '../core/errors.ts';

/** A failure as a box of the system says it: what happened and what to do, then the code. */
export function toldFailure(error: unknown, words: Translator, now: number): string {
  const { message, action, code } = words.error(reportOf(error), now);
  return `${message}\n\n${action}\n\n${code}`;
}
