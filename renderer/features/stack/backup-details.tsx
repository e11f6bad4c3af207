import type { ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { BackupReplicas } from '../replica/backup-replicas.tsx';
import { BackupSources } from './backup-sources.tsx';
import { causeText } from '../cause.ts';
import { BackupStateText } from './backup-state.tsx';
import { Facts } from './facts.tsx';

interface BackupDetailsProps {
  readonly backup: BackupView;
  /** A job holds the stack. */
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** Everything that the catalog knows of one backup. */
export function BackupDetails({ backup, isBusy, onClose }: BackupDetailsProps): ReactNode {
  const { text } = useWords();
  return (
    <Dialog
      wide
      title={text('panel.stack.details.title', { stack: backup.stack })}
      onClose={onClose}
      buttons={
        <Button autoFocus onPress={onClose}>
          {text('panel.stack.close')}
        </Button>
      }
    >
      {backup.error === null ? null : <ErrorNote error={backup.error} />}
      <BackupFacts backup={backup} />
      <BackupReplicas backup={backup} isBusy={isBusy} />
      <BackupSources sources={backup.sources} />
    </Dialog>
  );
}

function BackupFacts({ backup }: { readonly backup: BackupView }): ReactNode {
  const words = useWords();
  const { text, bytes, duration } = words;
  const isWhole = backup.status === 'succeeded';
  return (
    <Facts
      rows={[
        [text('panel.stack.details.name'), backup.name],
        [text('panel.stack.details.status'), <BackupStateText key="state" backup={backup} short />],
        [text('panel.stack.details.type'), text(`words.backupType.${backup.type}`)],
        [
          text('panel.stack.details.pinned'),
          text(backup.pinned ? 'panel.stack.details.isPinned' : 'panel.stack.details.notPinned'),
        ],
        [text('panel.stack.details.made'), <Ago key="made" time={backup.createdAt} />],
        [
          text('panel.stack.details.verifiedAt'),
          backup.verifiedAt === null ? (
            text('panel.stack.details.never')
          ) : (
            <Ago key="verified" time={backup.verifiedAt} />
          ),
        ],
        [text('panel.stack.details.version'), backup.appVersion],
        [text('panel.stack.details.trigger'), causeText(backup.trigger, words)],
        [
          text('panel.stack.details.note'),
          backup.note === null ? null : (
            <span key="note" className="backup-note-whole">
              {backup.note}
            </span>
          ),
        ],
        [text('panel.stack.details.mode'), text(`words.mode.${backup.mode}`)],
        [
          text('panel.stack.details.format'),
          text('panel.stack.details.level', { format: backup.format, level: backup.level }),
        ],
        [
          text('panel.stack.details.size'),
          isWhole
            ? text('panel.stack.details.sizes', { raw: bytes(backup.rawBytes), stored: bytes(backup.storedBytes) })
            : null,
        ],
        [text('panel.stack.details.took'), backup.durationMs === null ? null : duration(backup.durationMs)],
        [
          text('panel.stack.details.stop'),
          backup.stopWindowMs === null ? text('panel.stack.details.notStopped') : duration(backup.stopWindowMs),
        ],
        [text('panel.stack.details.path'), <Mono key="path">{backup.path}</Mono>],
        [text('panel.stack.details.checksum'), <Mono key="checksum">{backup.checksum}</Mono>],
        [text('panel.stack.details.job'), <Mono key="job">{backup.jobId}</Mono>],
      ]}
    />
  );
}

function Mono({ children }: { readonly children: string | null }): ReactNode {
  const { text } = useWords();
  return <span className="mono">{children ?? text('panel.stack.unknown')}</span>;
}
