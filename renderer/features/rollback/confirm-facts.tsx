import type { ReactNode } from 'react';
import type { Confirmable } from '../../../shared/ipc/contract.ts';
import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import type { LatestAnswer } from '../latest-answer.ts';
import { PlanTable } from './plan-table.tsx';

interface FactsProps {
  readonly plan: LatestAnswer<Confirmable<RollbackPlan>>;
  /** Every source is unticked, so there is nothing to plan. */
  readonly nothingChosen: boolean;
  readonly acceptsMajor: boolean;
  readonly onAcceptMajor: (accepts: boolean) => void;
}

/** What would happen, as last worked out, and what speaks against it. */
export function ConfirmFacts({ plan, nothingChosen, acceptsMajor, onAcceptMajor }: FactsProps): ReactNode {
  const { text, bytes } = useWords();
  const { value, error, current, again } = plan;
  if (nothingChosen) return <Note state="attention">{text('panel.rollback.confirm.noSources')}</Note>;
  if (error !== null) {
    return (
      <>
        <ErrorNote error={error} />
        <div>
          <Button onPress={again}>{text('panel.rollback.again')}</Button>
        </div>
      </>
    );
  }
  if (value === null) return <Loading label={text('panel.rollback.confirm.loading')} />;
  const { version, neededBytes, freeBytes } = value.facts;
  const versions = { from: version.current ?? '', to: version.target ?? '' };
  return (
    <section className="plan-facts-section" aria-busy={!current}>
      <div className="plan-facts-head">
        <h3 className="field-label">{text('panel.rollback.confirm.plan')}</h3>
        <span className="small secondary" role="status">
          {current ? '' : text('panel.rollback.confirm.looking')}
        </span>
      </div>
      <PlanTable plan={value.facts} />
      {neededBytes > freeBytes ? (
        <Note state="alarm">
          {text('panel.rollback.confirm.spaceLow', { needed: bytes(neededBytes), free: bytes(freeBytes) })}
        </Note>
      ) : null}
      {version.majorDiffers ? (
        <Note state="alarm">
          <p>{text('panel.rollback.confirm.major', versions)}</p>
          <Checkbox
            label={text('panel.rollback.confirm.acceptMajor', versions)}
            on={acceptsMajor}
            onChange={onAcceptMajor}
          />
        </Note>
      ) : null}
    </section>
  );
}
