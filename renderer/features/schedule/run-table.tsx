import { type ReactNode, useId } from 'react';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import { useWords } from '../../words.tsx';
import { FateMark, fateOf } from './fate-mark.tsx';

/** The newest planned times of a stack, and what became of each. */
export function RunTable({ runs }: { readonly runs: readonly PolicyRun[] }): ReactNode {
  const { text } = useWords();
  const heading = useId();
  return (
    <section className="schedule-part" aria-labelledby={heading}>
      <h2 id={heading}>{text('panel.schedule.past')}</h2>
      {runs.length === 0 ? (
        <p className="secondary">{text('panel.schedule.pastNone')}</p>
      ) : (
        <table className="sheet run-table" aria-labelledby={heading}>
          <thead>
            <tr>
              <th scope="col">{text('panel.schedule.column.planned')}</th>
              <th scope="col">{text('panel.schedule.column.policy')}</th>
              <th scope="col">{text('panel.schedule.column.state')}</th>
              <th scope="col">{text('panel.schedule.column.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function RunRow({ run }: { readonly run: PolicyRun }): ReactNode {
  const { error } = useWords();
  const { planned, timeZone, policy, state, reason } = run;
  const why = reason === null ? null : error(reason);
  return (
    <tr>
      <td className="run-planned" title={timeZone}>
        {planned}
      </td>
      <td>{policy}</td>
      <td>
        <RunState state={state} />
      </td>
      <td className="selectable">
        {why === null ? null : (
          <>
            {why.message}
            <span className="field-hint">{why.action}</span>
          </>
        )}
      </td>
    </tr>
  );
}

/** What became of a run, as a light and in words. */
export function RunState({ state }: Pick<PolicyRun, 'state'>): ReactNode {
  const { text } = useWords();
  return (
    <span className="state-words">
      <FateMark fate={fateOf(state)} size={12} />
      {text(`panel.schedule.run.${state}`)}
    </span>
  );
}
