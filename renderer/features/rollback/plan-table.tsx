import type { ReactNode } from 'react';
import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import { useWords } from '../../words.tsx';
import { planRows } from './plan-rows.ts';

/** The plan as a short table: stops, replaces, keeps, takes about. */
export function PlanTable({ plan }: { readonly plan: RollbackPlan }): ReactNode {
  const words = useWords();
  return (
    <dl className="plan-facts">
      {planRows(plan, words).map(({ id, lines }) => (
        <div key={id} className="plan-facts-row">
          <dt>{words.text(`panel.rollback.rows.${id}`)}</dt>
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
