import { type ReactNode, useId } from 'react';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { Night } from '../../../shared/model/schedule.ts';
import { useWords } from '../../words.tsx';
import { nightFacts } from './night-facts.ts';

const states = ['good', 'attention', 'failed', 'missed', 'none'] as const;

/** Shape and colour both say it. */
const shapes: Readonly<Record<Night['state'], ReactNode>> = {
  good: <circle cx="8" cy="8" r="6" />,
  attention: <path d="M8 1.8 14.6 14H1.4Z" />,
  failed: <rect x="2" y="2" width="12" height="12" rx="1.5" />,
  missed: <path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />,
  none: <path d="M5 8h6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
};

function Mark({ state }: Pick<Night, 'state'>): ReactNode {
  return (
    <svg
      className={`night-mark night-${state}`}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="currentColor"
      aria-hidden
    >
      {shapes[state]}
    </svg>
  );
}

/** The same days without numbers and legend: for where there is little room. */
export function NightMarks({ nights }: Pick<StripProps, 'nights'>): ReactNode {
  const words = useWords();
  return (
    <ol className="night-marks" aria-label={words.text('panel.schedule.nights', { count: nights.length })}>
      {nightFacts(nights, [], words).map(({ date, state, label }) => (
        <li key={date} title={label}>
          <Mark state={state} />
          <span className="unseen">{label}</span>
        </li>
      ))}
    </ol>
  );
}

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
            <Mark state={state} />
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
            <Mark state={state} />
            {text(`panel.schedule.night.${state}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
