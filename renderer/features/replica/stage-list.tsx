import { Check, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ReplicaPlace, ReplicaTest } from '../../../shared/model/replica.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { type StageRow, stageRows, hasPassed } from './stage-rows.ts';

interface StageListProps {
  readonly kind: ReplicaPlace['kind'];
  /** Null while it runs. */
  readonly test: ReplicaTest | null;
}

/** What a test of a target found, stage by stage, and what to do where it failed. */
export function StageList({ kind, test }: StageListProps): ReactNode {
  const words = useWords();
  const { text } = words;
  return (
    <div className="stages" aria-busy={test === null}>
      <ul className="stage-list" aria-label={text('panel.replica.stages.label')}>
        {stageRows(kind, test, words).map((row) => (
          <Stage key={row.stage} row={row} />
        ))}
      </ul>
      {test?.stages.map(({ stage, error }) => (error === null ? null : <ErrorNote key={stage} error={error} />))}
      {test !== null && hasPassed(test) ? <Note state="good">{text('panel.replica.stages.passed')}</Note> : null}
    </div>
  );
}

const marks = { ok: Check, bad: X, open: Minus } as const;

function Stage({ row: { stage, state, detail } }: { readonly row: StageRow }): ReactNode {
  const { text } = useWords();
  const Mark = marks[state];
  const name = text(`panel.replica.stages.${stage}`);
  return (
    <li className={`stage stage-${state}`}>
      <span role="img" aria-label={text(`panel.replica.stages.${state}`)} className="stage-mark">
        <Mark size={14} strokeWidth={2} aria-hidden />
      </span>
      <span>{detail === null ? name : text('panel.replica.stages.detail', { stage: name, detail })}</span>
    </li>
  );
}
