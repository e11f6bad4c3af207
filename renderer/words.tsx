import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { ErrorReport } from '../shared/errors.ts';
import { createTranslator, type Translator } from '../shared/i18n.ts';
import { formatAge, formatBytes, formatDuration, formatList, formatRelative, formatSpeed } from '../shared/units.ts';
import { usePanel } from './stores/panel.ts';

/** Sentences and numbers in the operator's language. */
export interface Words extends Omit<Translator, 'error'> {
  readonly bytes: (bytes: number | null) => string;
  readonly speed: (bytesPerSecond: number) => string;
  readonly duration: (ms: number) => string;
  /** How long there was nothing good: `31 h`. */
  readonly age: (ms: number) => string;
  /** Relative up to a week, then the date. */
  readonly ago: (time: string, now: number) => string;
  readonly list: (names: readonly string[]) => string;
  readonly error: (report: ErrorReport) => ReturnType<Translator['error']>;
}

const WordsContext = createContext<Words | null>(null);

function createWords(translator: Translator): Words {
  const { language } = translator;
  return {
    ...translator,
    error: (report) => translator.error(report, Date.now()),
    bytes: formatBytes,
    speed: formatSpeed,
    duration: (ms) => formatDuration(ms, language),
    age: (ms) => formatAge(ms, language),
    ago: (time, now) => formatRelative(time, now, language),
    list: (names) => formatList(names, language),
  };
}

/** Gives everything below it the language that main says. */
export function WordsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const language = usePanel(({ state }) => state?.language ?? 'en');
  const words = useMemo(() => createWords(createTranslator(language)), [language]);
  return (
    <I18nProvider locale={language}>
      <WordsContext value={words}>{children}</WordsContext>
    </I18nProvider>
  );
}

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('there is no WordsProvider above');
  return words;
}
