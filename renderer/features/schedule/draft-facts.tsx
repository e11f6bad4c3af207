import type { ReactNode } from 'react';
import type { PolicyPreview } from '../../../shared/model/schedule.ts';
import { cronWords } from '../../../shared/schedule/cron-words.ts';
import { useWords } from '../../words.tsx';
import type { LatestAnswer } from '../latest-answer.ts';
import { draftFacts } from './policy-words.ts';

interface FactsProps {
  /** Null while what is written is no schedule. */
  readonly cron: string | null;
  readonly preview: LatestAnswer<PolicyPreview>;
  /** Whether the draft is on. */
  readonly enabled: boolean;
  /** Whether a preview can be asked for at all. */
  readonly isSound: boolean;
}

/** What the draft would mean; the last answer stays until the next one comes, in rows of a height that stays. */
export function DraftFacts({ cron, enabled, preview, isSound }: FactsProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const { value, error, current } = preview;
  const known = isSound && error === null ? value : null;
  const isOnItsWay = isSound && !current;
  const when = cron === null || error?.code === 'CRON_INVALID' ? null : cronWords(cron, words);
  return (
    <div aria-busy={isOnItsWay}>
      <span className="unseen" role="status">
        {isOnItsWay ? text(value === null ? 'panel.schedule.form.loading' : 'panel.schedule.form.saving') : ''}
      </span>
      <dl className="plan-facts">
        {draftFacts({ when, enabled, preview: known }, words).map(({ id, lines }) => (
          <div key={id} className={`plan-facts-row draft-${id}`}>
            <dt>{text(`panel.schedule.preview.${id}`)}</dt>
            <dd className="selectable">
              {lines.map((line) => (
                <div key={line}>{line}</div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
