import { createTranslator } from '../../../shared/i18n.ts';
import type { Language } from '../../../shared/language.ts';
import { formatBytes, formatDuration, formatList } from '../../../shared/units.ts';
import type { Words } from '../../words.tsx';

/** The words that rows are made of, in one language. */
export function wordsIn(language: Language): Pick<Words, 'text' | 'bytes' | 'duration' | 'list'> {
  return {
    text: createTranslator(language).text,
    bytes: formatBytes,
    duration: (ms) => formatDuration(ms, language),
    list: (names) => formatList(names, language),
  };
}
