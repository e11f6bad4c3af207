import type { Policy, Retention } from '../../../shared/model/policy.ts';
import type { PlannedTime, PolicyPreview, RetentionPreview } from '../../../shared/model/schedule.ts';
import type { Words } from '../../words.tsx';

type PolicyWords = Pick<Words, 'text' | 'list' | 'duration'>;

/** What a policy backs up, and how. */
export function whatWords(
  {
    mode,
    images,
    only,
    format,
    level,
    replicate,
  }: Pick<Policy, 'mode' | 'images' | 'only' | 'format' | 'level' | 'replicate'>,
  { text, list }: PolicyWords,
): string {
  return list([
    text(`words.mode.${mode}`),
    ...(images ? [text('panel.schedule.what.images')] : []),
    ...(only === null ? [] : [text('panel.schedule.what.sources', { count: only.length })]),
    ...(replicate ? [] : [text('panel.schedule.what.notReplicated')]),
    ...(format === null ? [] : [level === null ? format : text('panel.schedule.what.level', { format, level })]),
  ]);
}

/** What a policy keeps of the backups that it makes. */
export function keepsWords({ days, count }: Retention, { text }: PolicyWords): string {
  const young = days === null ? null : text('panel.schedule.keeps.days', { count: days });
  const newest = count === null ? null : text('panel.schedule.keeps.count', { count });
  if (young !== null && newest !== null) return text('panel.schedule.keeps.both', { days: young, number: newest });
  return young ?? newest ?? text('panel.schedule.keeps.all');
}

/** What a retention would do now; null: its policy has made nothing yet. */
export function wouldWords(preview: RetentionPreview | null, { text }: PolicyWords): string {
  if (preview === null) return text('panel.schedule.preview.unsaved');
  const keeps = preview.keeps.length;
  const deletes = preview.deletes.length;
  return deletes === 0
    ? text('panel.schedule.preview.wouldNot', { keeps })
    : text('panel.schedule.preview.would', { deletes, keeps });
}

/** One line of what a draft would mean. */
export interface DraftFact {
  readonly id: 'words' | 'next' | 'alarm' | 'retention';
  readonly lines: readonly string[];
}

interface DraftParts {
  /** Its schedule in words; null while it has none. */
  readonly when: string | null;
  readonly enabled: boolean;
  /** Null while nobody knows. */
  readonly preview: PolicyPreview | null;
}

/** What a draft would mean, always the same rows. */
export function draftFacts({ when, enabled, preview }: DraftParts, words: PolicyWords): readonly DraftFact[] {
  const unknown = words.text('panel.schedule.preview.unknown');
  const known = (lines: (preview: PolicyPreview) => readonly string[]): readonly string[] =>
    preview === null ? [unknown] : lines(preview);
  return [
    { id: 'words', lines: [when ?? unknown] },
    { id: 'next', lines: known(({ next }) => nextLines(next, words)) },
    { id: 'alarm', lines: known(({ allowedAgeMs }) => [alarmWords(allowedAgeMs, enabled, words)]) },
    { id: 'retention', lines: known(({ retention }) => [wouldWords(retention, words)]) },
  ];
}

function alarmWords(allowedAgeMs: number, enabled: boolean, { text, duration }: PolicyWords): string {
  return enabled
    ? text('panel.schedule.preview.alarmAfter', { age: duration(allowedAgeMs) })
    : text('panel.schedule.preview.alarmOff');
}

function nextLines(next: readonly PlannedTime[], { text }: PolicyWords): readonly string[] {
  return next.length === 0 ? [text('panel.schedule.preview.never')] : next.map(({ planned }) => planned);
}
