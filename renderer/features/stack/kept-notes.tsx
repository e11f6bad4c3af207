import { type ReactNode, useState } from 'react';
import type { KeptRollback } from '../../../shared/model/rollback.ts';
import type { StackDefinition } from '../../../shared/model/stack.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { busyJobOf, useJobs } from '../../stores/jobs.ts';
import { useKept } from '../../stores/kept.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** The rollbacks of a stack whose other data is still kept, each with the way back. */
export function KeptNotes({ stack }: { readonly stack: Pick<StackView, 'id' | 'definition'> }): ReactNode {
  const all = useKept(({ list }) => list);
  const isBusy = useJobs(({ list }) => busyJobOf(list, stack.id) !== undefined);
  // While a job runs, what cannot be undone may be a rollback or an undo in the middle of its work.
  const shown = all.filter((kept) => kept.stackId === stack.id && (kept.undoable || !isBusy));
  return shown.map((kept) => <KeptNote key={kept.jobId} kept={kept} kind={stack.definition.kind} isBusy={isBusy} />);
}

interface KeptNoteProps {
  readonly kept: KeptRollback;
  readonly kind: StackDefinition['kind'];
  readonly isBusy: boolean;
}

function KeptNote({ kept, kind, isBusy }: KeptNoteProps): ReactNode {
  const { text, bytes, ago } = useWords();
  const now = useNow();
  const [asking, setAsking] = useState<'undo' | 'release' | null>(null);
  const { backup, undoable, half } = kept;
  const close = (): void => setAsking(null);
  return (
    <Note state={half ? 'alarm' : 'attention'}>
      <div className="kept">
        <p className="kept-text" title={kept.at}>
          {undoable
            ? text('panel.stack.kept.rolledBack', {
                backup,
                ago: ago(kept.at, Math.max(now, Date.parse(kept.at))),
                bytes: bytes(kept.keptBytes),
              })
            : text(half ? 'panel.stack.kept.half' : 'panel.stack.kept.undone', { backup })}
        </p>
        {undoable || half ? (
          <Button isDisabled={isBusy} onPress={() => setAsking('undo')}>
            {text('panel.stack.kept.undo')}
          </Button>
        ) : null}
        {half ? null : (
          <Button isDisabled={isBusy} onPress={() => setAsking('release')}>
            {text('panel.stack.kept.release')}
          </Button>
        )}
      </div>
      {asking === 'undo' ? <UndoDialog kept={kept} kind={kind} onClose={close} /> : null}
      {asking === 'release' ? <ReleaseDialog kept={kept} onClose={close} /> : null}
    </Note>
  );
}

interface KeptDialogProps {
  readonly kept: KeptRollback;
  readonly onClose: () => void;
}

function UndoDialog({ kept, kind, onClose }: KeptDialogProps & Pick<KeptNoteProps, 'kind'>): ReactNode {
  const { text, bytes } = useWords();
  return (
    <ConfirmDialog
      title={text('panel.stack.kept.undoTitle', { stack: kept.stack })}
      ask={async () => call('rollback.askUndo', { job: kept.jobId })}
      act={async (token) => call('rollback.undo', { token })}
      actLabel={text('panel.stack.kept.undoAct')}
      onClose={onClose}
    >
      {(facts) => (
        <>
          <p>{text('panel.stack.kept.undoBody', { backup: facts.backup, bytes: bytes(facts.keptBytes) })}</p>
          <p>{text('panel.stack.kept.undoKeeps')}</p>
          <p>{text(`panel.stack.kept.undoStops.${kind}`)}</p>
        </>
      )}
    </ConfirmDialog>
  );
}

function ReleaseDialog({ kept, onClose }: KeptDialogProps): ReactNode {
  const { text, bytes } = useWords();
  return (
    <ConfirmDialog
      title={text('panel.stack.kept.releaseTitle', { stack: kept.stack })}
      ask={async () => call('rollback.askRelease', { job: kept.jobId })}
      act={async (token) => call('rollback.release', { token })}
      actLabel={text('panel.stack.kept.releaseAct')}
      danger
      onClose={onClose}
    >
      {(facts) =>
        facts.undoable ? (
          <>
            <p>{text('panel.stack.kept.releaseFrees', { bytes: bytes(facts.keptBytes) })}</p>
            <p>{text('panel.stack.kept.releaseEndsUndo', { backup: facts.backup })}</p>
          </>
        ) : (
          <p>{text('panel.stack.kept.releaseUndone')}</p>
        )
      }
    </ConfirmDialog>
  );
}
