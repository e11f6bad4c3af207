import { type ReactNode, useState } from 'react';
import type { BackupView, StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useBackups } from '../../stores/backups.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { targetsWith } from '../replica/backup-copies.ts';
import { FetchNote } from '../replica/fetch-note.tsx';
import { useTargets } from '../replica/use-targets.ts';
import { useAct } from '../stack/use-act.ts';
import { ChoiceList } from './choice-list.tsx';
import { canBringBack, hindranceOf } from './choices.ts';

interface ChooseProps {
  readonly stack: StackView;
  /** Undefined until they are known. */
  readonly backups: readonly BackupView[] | undefined;
  /** A backup that was asked for; when the list is here without it, it is gone. */
  readonly lost: string | null;
  readonly onChoose: (backupId: string) => void;
  readonly onClose: () => void;
}

/** *Choose a backup*: newest first, each with what speaks against it. */
export function ChooseStep({ stack, backups, lost, onChoose, onClose }: ChooseProps): ReactNode {
  const { text } = useWords();
  const error = useBackups(({ error }) => error);
  const load = useBackups(({ load }) => load);
  const [picked, setPicked] = useState<string | null>(null);
  const { marksOf } = useTargets(stack.id);
  const fetching = useAct();
  const [fetchJob, setFetchJob] = useState<string | null>(null);
  const lostOne = backups?.find(
    (backup) => backup.id === picked && canBringBack(backup, targetsWith(marksOf(backup.id))),
  );
  const usable = backups?.some((backup) => backup.id === picked && hindranceOf(backup) === null) === true;
  return (
    <Dialog
      wide
      title={text('panel.rollback.choose.title', { stack: stack.name })}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.rollback.notNow')}</Button>
          {lostOne === undefined ? (
            <Button
              kind="primary"
              isDisabled={!usable}
              onPress={() => {
                if (picked !== null) onChoose(picked);
              }}
            >
              {text('panel.rollback.choose.next')}
            </Button>
          ) : (
            <Button
              kind="primary"
              isPending={fetching.busy || stack.openJob !== null}
              onPress={() =>
                fetching.run(
                  async () => call('replicas.fetch', { backup: lostOne.id }),
                  ({ jobId }) => setFetchJob(jobId),
                )
              }
            >
              {text('panel.replica.fetchFirst')}
            </Button>
          )}
        </>
      }
    >
      {error === null ? null : (
        <>
          <ErrorNote error={error} />
          <div>
            <Button
              onPress={() => {
                load(stack.id).catch(() => undefined);
              }}
            >
              {text('panel.rollback.again')}
            </Button>
          </div>
        </>
      )}
      {lost === null || backups === undefined ? null : (
        <ErrorNote error={{ code: 'BACKUP_NOT_FOUND', params: { backup: lost } }} />
      )}
      {backups === undefined && error === null ? <Loading label={text('panel.rollback.choose.loading')} /> : null}
      {backups?.length === 0 ? <Empty sentence={text('panel.rollback.choose.none', { stack: stack.name })} /> : null}
      {backups === undefined || backups.length === 0 ? null : (
        <ChoiceList stackId={stack.id} backups={backups} marksOf={marksOf} picked={picked} onPick={setPicked} />
      )}
      {fetching.error === null ? null : <ErrorNote error={fetching.error} />}
      <FetchNote
        lost={lostOne ?? null}
        targets={lostOne === undefined ? [] : targetsWith(marksOf(lostOne.id))}
        jobId={fetchJob}
      />
    </Dialog>
  );
}
