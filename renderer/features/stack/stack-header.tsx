import type { ReactNode } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Light } from '../../ui/light.tsx';
import { Ago, useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { useBackingUp } from '../backup/backing-up.ts';
import { ReplicaStates } from '../replica/replica-states.tsx';
import { NextRun } from '../schedule/next-run.tsx';
import { useRollingBack } from '../rollback/rolling-back.ts';
import { useProtecting } from '../upgrade/protecting.ts';
import { lightName, stackLight } from '../../../shared/stack/stack-light.ts';

/** Which stack it is, how it is, and the two acts that matter. */
export function StackHeader({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const now = useNow();
  const light = stackLight(stack, now);
  const backUp = useBackingUp(({ open }) => open);
  const rollBack = useRollingBack(({ open }) => open);
  const protect = useProtecting(({ open }) => open);
  const isBusy = stack.openJob !== null;
  return (
    <header className="stack-header">
      <div className="stack-title">
        <h1 className="one-line" title={stack.name}>
          {stack.name}
        </h1>
        <p className="stack-facts secondary">
          <span>{text(`panel.stack.kind.${stack.definition.kind}`)}</span>
          <span className="stack-light">
            <Light state={light} label="" />
            {text(`panel.light.${lightName(stack, now)}`)}
          </span>
          {stack.lastGood === null ? null : (
            <span>
              {text('panel.stack.lastGood')} <Ago time={stack.lastGood.createdAt} />
            </span>
          )}
          <NextRun schedule={stack.schedule} />
        </p>
        <ReplicaStates stackId={stack.id} />
      </div>
      <Button isPending={isBusy} onPress={() => protect(stack.id)}>
        {text('panel.upgrade.protect')}
      </Button>
      <Button isPending={isBusy} isDisabled={stack.backups === 0} onPress={() => rollBack(stack.id, null)}>
        {text('panel.stack.rollBack')}
      </Button>
      <Button kind="primary" isPending={isBusy} onPress={() => backUp(stack.id)}>
        {text('panel.stack.backUp')}
      </Button>
    </header>
  );
}
