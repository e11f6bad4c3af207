import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { ChosenPath } from '../../../shared/ipc/contract.ts';
import { call, reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';

interface MoveDialogProps {
  readonly to: ChosenPath;
  /** Names of the stacks whose packs move. */
  readonly stacks: readonly string[];
  readonly onClose: () => void;
  readonly onBegun: (jobId: string) => void;
}

/** Asks once more before every pack is moved, and begins the move. */
export function MoveDialog({ to, stacks, onClose, onBegun }: MoveDialogProps): ReactNode {
  const { text, list } = useWords();
  const [beginning, setBeginning] = useState(false);
  const [error, setError] = useState<ErrorReport | null>(null);
  const move = (): void => {
    setBeginning(true);
    call('stacks.migrate', { stack: null, directory: to.token })
      .then(({ jobId }) => onBegun(jobId))
      .catch((failure: unknown) => {
        setError(reportOf(failure));
        setBeginning(false);
      });
  };
  return (
    <Dialog
      title={text('panel.settings.moveTitle')}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.settings.moveStay')}</Button>
          <Button kind="primary" isPending={beginning} onPress={move}>
            {text('panel.settings.move', { count: stacks.length })}
          </Button>
        </>
      }
    >
      <dl className="about selectable">
        <div className="about-fact">
          <dt className="secondary">{text('panel.settings.moveTo')}</dt>
          <dd className="mono">{to.path}</dd>
        </div>
        <div className="about-fact">
          <dt className="secondary">{text('panel.settings.moveStacks')}</dt>
          <dd>{list(stacks)}</dd>
        </div>
      </dl>
      <p>{text('panel.settings.moveFact')}</p>
      <p className="secondary">{text('panel.settings.moveCancel')}</p>
      {error === null ? null : <ErrorNote error={error} />}
    </Dialog>
  );
}
