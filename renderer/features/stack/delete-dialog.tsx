import type { ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { targetsWith } from '../replica/backup-copies.ts';
import { useTargets } from '../replica/use-targets.ts';
import { BackupSummary } from './backup-summary.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface DeleteDialogProps {
  readonly backup: BackupView;
  /** No other backup of the stack is good. */
  readonly onlyGood: boolean;
  readonly onClose: () => void;
}

/** Asks before a backup is deleted for good. */
export function DeleteDialog({ backup, onlyGood, onClose }: DeleteDialogProps): ReactNode {
  const { text, bytes, list } = useWords();
  const copies = targetsWith(useTargets(backup.stackId).marksOf(backup.id));
  return (
    <ConfirmDialog
      title={text('panel.stack.delete.title')}
      ask={async () => call('backups.askDelete', { backup: backup.id })}
      act={async (token) => call('backups.delete', { token })}
      actLabel={text('panel.stack.delete.act')}
      danger
      onClose={onClose}
    >
      {(facts) => (
        <>
          {onlyGood ? <Note state="alarm">{text('panel.stack.delete.onlyGood', { stack: facts.stack })}</Note> : null}
          {facts.pinned ? <Note state="attention">{text('panel.stack.delete.pinned')}</Note> : null}
          <p>
            {facts.status === 'succeeded' && !facts.missing
              ? text('panel.stack.delete.body', { bytes: bytes(facts.storedBytes) })
              : text('panel.stack.delete.record')}
          </p>
          {copies.length === 0 ? null : <p>{text('panel.replica.copyStays', { targets: list(copies) })}</p>}
          <BackupSummary backup={facts} />
        </>
      )}
    </ConfirmDialog>
  );
}
