import { type ReactNode, useId } from 'react';
import type { PolicyView } from '../../../shared/model/schedule.ts';
import { Ahead } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { upcomingRuns } from './upcoming.ts';

/** The next planned times of a stack, soonest first. */
export function UpcomingRuns({ policies }: { readonly policies: readonly PolicyView[] }): ReactNode {
  const { text } = useWords();
  const heading = useId();
  const upcoming = upcomingRuns(policies);
  return (
    <section className="schedule-part" aria-labelledby={heading}>
      <h2 id={heading}>{text('panel.schedule.upcoming')}</h2>
      {upcoming.length === 0 ? <p className="secondary">{text('panel.schedule.upcomingNone')}</p> : null}
      <ul className="upcoming">
        {upcoming.map(({ planned, at, policy, zone }) => (
          <li key={`${policy} ${at}`}>
            <span className="run-planned" title={zone}>
              {planned}
            </span>
            <span className="one-line" title={policy}>
              {policy}
            </span>
            <span className="secondary">
              <Ahead time={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
