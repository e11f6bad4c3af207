import type { ReactNode } from 'react';
import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import { useWords } from '../../words.tsx';
import { planRows } from './plan-rows.ts';

const labels = {
  stops: 'plan.stops',
  starts: 'plan.starts',
  replaces: 'plan.replaces',
  keeps: 'plan.keeps',
  takes: 'plan.takes',
  space: 'panel.rollback.rows.space',
  version: 'panel.rollback.rows.version',
} as const;

/** The plan as a short table: stops, starts, replaces, keeps, takes about. */
export function PlanTable({ plan }: { readonly plan: RollbackPlan }): ReactNode {
  const words = useWords();
  return (
    <dl className="plan-facts">
      {planRows(plan, words).map(({ id, lines }) => (
        <div key={id} className="plan-facts-row">
          <dt>{words.text(labels[id])}</dt>
          <dd className="selectable">
            {lines.map(({ text, details }) => (
              <div key={text} className="plan-line">
                {text}
                {details.map((detail) => (
                  <span key={detail} className="field-hint">
                    {detail}
                  </span>
                ))}
              </div>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
