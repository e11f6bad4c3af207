import { Fragment, type ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { type CopyMark, targetsWith } from './backup-copies.ts';
import { CopyActs } from './copy-acts.tsx';
import { CopyStateText, CopyWhen } from './copy-state-text.tsx';
import { useTargets } from './use-targets.ts';

interface BackupReplicasProps {
  readonly backup: BackupView;
  /** A job holds the stack. */
  readonly isBusy: boolean;
}

/** The copies of one backup, and the way back of its files; nothing for a stack without targets. */
export function BackupReplicas({ backup, isBusy }: BackupReplicasProps): ReactNode {
  const { text, list, error } = useWords();
  const { targets, marksOf } = useTargets(backup.stackId);
  const act = useAct();
  if (targets.length === 0) return null;
  const marks = marksOf(backup.id);
  const from = targetsWith(marks);
  const bring = (): void => act.run(async () => call('replicas.fetch', { backup: backup.id }));
  const line = ({ replicaId, target, copy }: CopyMark): ReactNode => (
    <Fragment key={replicaId}>
      <dt className="secondary">{target}</dt>
      <dd className="backup-replica">
        <CopyStateText copy={copy} />
        {copy === null ? null : <CopyWhen copy={copy} />}
        {copy === null ? null : <CopyActs copy={copy} isBusy={isBusy} act={act} />}
        {copy?.reason === undefined || copy.reason === null ? null : (
          <span className="field-hint backup-replica-why">{error(copy.reason).message}</span>
        )}
      </dd>
    </Fragment>
  );
  return (
    <section className="backup-replicas">
      <h3 className="field-label">{text('panel.replica.details.title')}</h3>
      {backup.missing && from.length > 0 ? (
        <Note state="attention">
          <p>{text('panel.replica.fetchHint', { targets: list(from) })}</p>
          <div>
            <Button isPending={isBusy || act.busy} onPress={bring}>
              {text('panel.replica.fetch')}
            </Button>
          </div>
        </Note>
      ) : null}
      <dl className="fact-list selectable">{marks.map(line)}</dl>
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </section>
  );
}
