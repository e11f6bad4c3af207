import { type ReactNode, useId } from 'react';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { Night } from '../../../shared/model/schedule.ts';
import { useWords } from '../../words.tsx';
import { FateMark } from './fate-mark.tsx';
import { nightFacts } from './night-facts.ts';

const states = ['good', 'attention', 'failed', 'missed', 'none'] as const;

interface StripProps {
  readonly nights: readonly Night[];
  readonly runs: readonly PolicyRun[];
}

/** The last days of a stack, one mark each, and what the marks mean. */
export function NightStrip({ nights, runs }: StripProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const heading = useId();
  return (
    <section className="nights" aria-labelledby={heading}>
      <h2 id={heading}>{text('panel.schedule.nights', { count: nights.length })}</h2>
      <ol className="night-list">
        {nightFacts(nights, runs, words).map(({ date, day, state, label }) => (
          <li key={date} className="night" title={label}>
            <FateMark fate={state} size={16} />
            <span className="night-day small secondary" aria-hidden>
              {day}
            </span>
            <span className="unseen">{label}</span>
          </li>
        ))}
      </ol>
      <ul className="night-legend small secondary" aria-hidden>
        {states.map((state) => (
          <li key={state}>
            <FateMark fate={state} size={12} />
            {text(`panel.schedule.night.${state}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
