import { type ReactNode, useId, useState } from 'react';
import type { ReplicaTest, ReplicaView } from '../../../shared/model/replica.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { ActsMenu } from '../../ui/menu.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { CopyHistory } from './copy-history.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { RemoveTarget } from './remove-target.tsx';
import { StageList } from './stage-list.tsx';
import { TargetFacts } from './target-facts.tsx';
import { TargetPacks } from './target-packs.tsx';
import { TargetStateText } from './target-state-text.tsx';

interface CardProps {
  readonly target: ReplicaView;
  readonly stack: StackView;
}

/** One target: how it is, what is set, what was copied to it, and what can be done with it. */
export function TargetCard({ target, stack }: CardProps): ReactNode {
  const { text } = useWords();
  const heading = useId();
  const load = useReplicas(({ load }) => load);
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const [test, setTest] = useState<ReplicaTest | null>(null);
  const [packs, setPacks] = useState(false);
  const testing = useAct();
  const act = useAct();
  const isBusy = stack.openJob !== null;
  const runTest = (): void => {
    setTest(null);
    testing.run(async () => {
      const found = await call('replicas.test', { replica: target.id });
      // What it found is what the target's state is about.
      await load(stack.id);
      return found;
    }, setTest);
  };
  const copyNow = (): void => act.run(async () => call('replicas.copy', { replica: target.id, backup: null }));
  const close = (): void => setOpen(null);
  return (
    <li className="card-box target" aria-labelledby={heading}>
      <div className="target-head">
        <h3 id={heading} className="one-line" title={target.name}>
          {target.name}
        </h3>
        <span className="secondary small">{text(`panel.replica.kind.${target.place.kind}`)}</span>
        <span className="mono selectable target-where">{target.where}</span>
      </div>
      <p role="status">
        <TargetStateText target={target} />
      </p>
      <TargetFacts target={target} />
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <div className="target-acts">
        {target.backlog === 0 ? null : (
          <Button isPending={act.busy || isBusy} onPress={copyNow}>
            {text('panel.replica.card.copy')}
          </Button>
        )}
        <Button isPending={testing.busy} onPress={runTest}>
          {text(testing.busy ? 'panel.replica.card.testing' : 'panel.replica.card.test')}
        </Button>
        <Button onPress={() => setOpen('edit')}>{text('panel.replica.card.edit')}</Button>
        <Button aria-expanded={packs} onPress={() => setPacks(!packs)}>
          {text(packs ? 'panel.replica.packs.hide' : 'panel.replica.packs.show')}
        </Button>
        <ActsMenu
          label={text('panel.replica.card.more', { target: target.name })}
          acts={[
            { id: 'remove', label: text('panel.replica.card.remove'), act: () => setOpen('remove'), danger: true },
          ]}
        />
      </div>
      {testing.error === null ? null : <ErrorNote error={testing.error} />}
      {testing.busy || test !== null ? (
        <div className="target-test">
          <StageList kind={target.place.kind} test={test} />
          {test === null ? null : (
            <div>
              <Button onPress={() => setTest(null)}>{text('panel.replica.card.hideTest')}</Button>
            </div>
          )}
        </div>
      ) : null}
      {/* Looked at anew when a job on the stack has begun or ended. */}
      {packs ? <TargetPacks key={String(isBusy)} target={target} isBusy={isBusy} /> : null}
      <CopyHistory target={target} isBusy={isBusy} act={act} />
      {open === 'edit' ? <EditDialog target={target} onClose={close} /> : null}
      {open === 'remove' ? <RemoveTarget target={target} onClose={close} /> : null}
    </li>
  );
}
