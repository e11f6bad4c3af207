import type { Translator } from '../../shared/i18n.ts';
import { formatBytes, formatDuration, formatList, formatRelative, formatSpeed } from '../../shared/units.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Paint } from './paint.ts';
import { visible } from './visible.ts';

/** How one run speaks: language, colours, and the present that relative times are told against. */
export interface Words {
  readonly text: Translator['text'];
  readonly finding: Translator['finding'];
  readonly translator: Translator;
  readonly paint: Paint;
  readonly bytes: (count: number | null) => string;
  readonly speed: (bytesPerSecond: number) => string;
  readonly duration: (ms: number | null) => string;
  readonly when: (time: string | null) => string;
  /** Names one after the other, safe to print. */
  readonly list: (names: readonly string[]) => string;
  /** A sentence for an error, safe to print. */
  readonly sentence: (report: ErrorReport) => string;
  /** The present, ms. */
  readonly present: () => number;
}

const nothing = '–';

/** `present` is the clock of the run: times are told against the moment of printing. */
export function createWords(translator: Translator, paint: Paint, present: () => number): Words {
  return {
    text: translator.text,
    finding: translator.finding,
    translator,
    paint,
    bytes: formatBytes,
    speed: formatSpeed,
    duration: (ms) => (ms === null ? nothing : formatDuration(ms, translator.language)),
    when: (time) => (time === null ? nothing : formatRelative(time, present(), translator.language)),
    list: (names) => formatList(names.map(visible), translator.language),
    sentence: (report) => visible(translator.error(report, present()).message),
    present,
  };
}
