import type { ReactNode } from 'react';
import type { Night } from '../../../shared/model/schedule.ts';
import { useWords } from '../../words.tsx';
import { FateMark } from './fate-mark.tsx';
import { nightFacts } from './night-facts.ts';

/** The strip's days without numbers and legend: for where there is little room. */
export function NightMarks({ nights }: { readonly nights: readonly Night[] }): ReactNode {
  const words = useWords();
  return (
    <ol className="night-marks" aria-label={words.text('panel.schedule.nights', { count: nights.length })}>
      {nightFacts(nights, [], words).map(({ date, state, label }) => (
        <li key={date} title={label}>
          <FateMark fate={state} size={12} />
          <span className="unseen">{label}</span>
        </li>
      ))}
    </ol>
  );
}
