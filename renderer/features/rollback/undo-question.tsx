import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call, reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import type { Followed } from './rollback-settings.ts';

interface QuestionProps {
  readonly stack: StackView;
  readonly followed: Followed;
  readonly onFollow: (followed: Followed) => void;
  readonly onStay: () => void;
}

/** Asked before a rollback is undone. */
export function UndoQuestion({ stack, followed, onFollow, onStay }: QuestionProps): ReactNode {
  const { text } = useWords();
  const [fault, setFault] = useState<ErrorReport | null>(null);
  const [starting, setStarting] = useState(false);
  const undo = async () => {
    const { token } = await call('rollback.askUndo', { job: followed.rollbackJob });
    return call('rollback.undo', { token });
  };
  const start = () => {
    setStarting(true);
    setFault(null);
    const refused = (error: unknown) => {
      setFault(reportOf(error));
      setStarting(false);
    };
    undo().then(({ jobId }) => onFollow({ ...followed, job: jobId }), refused);
  };
  return (
    <Dialog
      wide
      role="alertdialog"
      title={text('panel.rollback.result.undoTitle')}
      onClose={onStay}
      buttons={
        <>
          <Button onPress={onStay}>{text('panel.rollback.result.undoStay')}</Button>
          <Button kind="primary" isDisabled={starting} onPress={start}>
            {text('panel.rollback.result.undoGo', { stack: stack.name })}
          </Button>
        </>
      }
    >
      <p>{text(`panel.rollback.result.undoBody.${stack.definition.kind}`)}</p>
      {fault === null ? null : <ErrorNote error={fault} />}
    </Dialog>
  );
}
