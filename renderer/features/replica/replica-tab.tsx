import { type ReactNode, useId, useState } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { AddDialog } from './add-dialog.tsx';
import { TargetCard } from './target-card.tsx';
import { useWatch } from '../use-watch.ts';

/** Where a stack's backups are copied to, how each target is, and what became of each copy. */
export function ReplicaTab({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const heading = useId();
  const targets = useReplicas(({ of }) => of[stack.id]);
  const error = useReplicas(({ error }) => error);
  const load = useReplicas(({ load }) => load);
  const [adding, setAdding] = useState(false);
  useWatch(load, stack.id);
  if (targets === undefined)
    return error === null ? <Loading label={text('panel.stack.loading')} /> : <ErrorNote error={error} />;
  const add = <Button onPress={() => setAdding(true)}>{text('panel.replica.add')}</Button>;
  return (
    <div className="replica">
      {error === null ? null : <ErrorNote error={error} />}
      {targets.length === 0 ? (
        <Empty sentence={text('panel.replica.purpose')}>{add}</Empty>
      ) : (
        <section className="replica-part" aria-labelledby={heading}>
          <div className="replica-head">
            <h2 id={heading}>{text('panel.replica.label')}</h2>
            {add}
          </div>
          <ul className="targets" aria-labelledby={heading}>
            {targets.map((target) => (
              <TargetCard key={target.id} target={target} stack={stack} />
            ))}
          </ul>
        </section>
      )}
      {adding ? <AddDialog stack={stack} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}
