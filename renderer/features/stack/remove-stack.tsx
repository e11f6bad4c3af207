import { type ReactNode, useState } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useKept } from '../../stores/kept.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import { useTargets } from '../replica/use-targets.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Lets Lifeboat forget a stack; its packs stay. */
export function RemoveStack({ stack }: { readonly stack: StackView }): ReactNode {
  const { text, list } = useWords();
  const { targets } = useTargets(stack.id);
  const [asking, setAsking] = useState(false);
  const go = useNavigation(({ go }) => go);
  const load = useStacks(({ load }) => load);
  const keepsData = useKept(({ list }) => list.some(({ stackId }) => stackId === stack.id));
  const isBusy = stack.openJob !== null;
  return (
    <>
      <p className="secondary">
        {text(
          isBusy
            ? 'panel.stack.unusable.busy'
            : keepsData
              ? 'panel.stack.settings.removalKept'
              : 'panel.stack.settings.removalHint',
        )}
      </p>
      <div>
        <Button kind="danger" isDisabled={isBusy || keepsData} onPress={() => setAsking(true)}>
          {text('panel.stack.settings.remove')}
        </Button>
      </div>
      {asking ? (
        <ConfirmDialog
          title={text('panel.stack.settings.removeTitle', { stack: stack.name })}
          ask={async () => call('stacks.askRemove', { stack: stack.id })}
          act={async (token) => call('stacks.remove', { token })}
          actLabel={text('panel.stack.settings.removeAct', { stack: stack.name })}
          danger
          onClose={() => setAsking(false)}
          onDone={() => {
            go({ page: 'overview' });
            load().catch(() => undefined);
          }}
        >
          {(facts) => (
            <>
              <p>{text('panel.stack.settings.removeBody', { count: facts.backups })}</p>
              <p>{text('panel.stack.settings.removePacks', { path: facts.storage })}</p>
              {targets.length === 0 ? null : (
                <p>{text('panel.replica.copiesStay', { targets: list(targets.map(({ name }) => name)) })}</p>
              )}
            </>
          )}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
