import type { Translator } from '../../shared/i18n.ts';
import { reportOf } from '../core/errors.ts';

/** What the operator is told when the panel cannot open: the title of a box, and what is in it. */
export function startFailure(
  error: unknown,
  words: Translator,
  now: number,
): { readonly title: string; readonly content: string } {
  const { message, action, code } = words.error(reportOf(error), now);
  return { title: words.text('desktop.start.failed'), content: `${message}\n\n${action}\n\n${code}` };
}
