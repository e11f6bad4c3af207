import type { Policy, PolicyRunState, Retention } from '../../../shared/model/policy.ts';
import type { PlannedTime, PolicyPreview, RetentionPreview } from '../../../shared/model/schedule.ts';
import type { LightState } from '../../ui/light.tsx';
import type { Words } from '../../words.tsx';

type PolicyWords = Pick<Words, 'text' | 'list' | 'duration'>;

/** What a policy backs up, and how. */
export function whatWords(
  { mode, images, only, format, level }: Pick<Policy, 'mode' | 'images' | 'only' | 'format' | 'level'>,
  { text, list }: PolicyWords,
): string {
  return list([
    text(`words.mode.${mode}`),
    ...(images ? [text('panel.schedule.what.images')] : []),
    ...(only === null ? [] : [text('panel.schedule.what.sources', { count: only.length })]),
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

/** What a draft would mean, always the same rows; without a preview, nobody knows. `when` is its schedule in words. */
export function draftFacts(
  when: string | null,
  preview: PolicyPreview | null,
  words: PolicyWords,
): readonly DraftFact[] {
  const { text, duration } = words;
  const unknown = text('panel.schedule.preview.unknown');
  return [
    { id: 'words', lines: [when ?? unknown] },
    { id: 'next', lines: preview === null ? [unknown] : nextLines(preview.next, words) },
    {
      id: 'alarm',
      lines: [
        preview === null ? unknown : text('panel.schedule.preview.alarmAfter', { age: duration(preview.allowedAgeMs) }),
      ],
    },
    { id: 'retention', lines: [preview === null ? unknown : wouldWords(preview.retention, words)] },
  ];
}

function nextLines(next: readonly PlannedTime[], { text }: PolicyWords): readonly string[] {
  return next.length === 0 ? [text('panel.schedule.preview.never')] : next.map(({ planned }) => planned);
}

const lights: Readonly<Record<PolicyRunState, LightState>> = {
  waiting: 'attention',
  running: 'none',
  succeeded: 'good',
  failed: 'alarm',
  cancelled: 'attention',
  missed: 'alarm',
};

/** The light of what became of a planned run. */
export function runLight(state: PolicyRunState): LightState {
  return lights[state];
}
