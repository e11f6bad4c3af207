import { type ReactNode, useState } from 'react';
import type { ChosenPath } from '../../../shared/ipc/contract.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { Facts } from './facts.tsx';
import { useAct } from './use-act.ts';

/** Where the packs of a stack are, and the way to another place. */
export function MoveStorage({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const [chosen, setChosen] = useState<ChosenPath | null>(null);
  const act = useAct();
  const choose = (): void => act.run(async () => call('path.choose', { purpose: 'storage' }), setChosen);
  return (
    <>
      <div className="path-line">
        <span className="path mono selectable">{stack.storage}</span>
        <Button isDisabled={act.busy || stack.openJob !== null} onPress={choose}>
          {text('panel.stack.settings.move')}
        </Button>
      </div>
      <p className="field-hint">
        {text(stack.openJob === null ? 'panel.stack.settings.storageHint' : 'panel.stack.unusable.busy')}
      </p>
      {act.error === null ? null : <ErrorNote error={act.error} />}
      {chosen === null ? null : <MoveDialog stack={stack} to={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

interface MoveDialogProps {
  readonly stack: StackView;
  readonly to: ChosenPath;
  readonly onClose: () => void;
}

function MoveDialog({ stack, to, onClose }: MoveDialogProps): ReactNode {
  const { text } = useWords();
  const act = useAct();
  const move = (): void =>
    act.run(async () => call('stacks.migrate', { stack: stack.id, directory: to.token }), onClose);
  return (
    <Dialog
      title={text('panel.stack.settings.moveTitle', { stack: stack.name })}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.stack.keep')}</Button>
          <Button kind="primary" isDisabled={act.busy} onPress={move}>
            {text('panel.stack.settings.moveAct')}
          </Button>
        </>
      }
    >
      <Facts
        rows={[
          [text('panel.stack.settings.moveFrom'), stack.storage],
          [text('panel.stack.settings.moveTo'), to.path],
        ]}
      />
      <p>{text('panel.stack.settings.moveBody')}</p>
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </Dialog>
  );
}
