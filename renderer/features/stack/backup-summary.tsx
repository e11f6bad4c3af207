import type { ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { BackupStateText } from './backup-state.tsx';
import { Facts } from './facts.tsx';

/** Which backup it is, in a few lines. */
export function BackupSummary({ backup }: { readonly backup: BackupView }): ReactNode {
  const { text } = useWords();
  return (
    <Facts
      rows={[
        [text('panel.stack.details.name'), backup.name],
        [text('panel.stack.details.made'), <Ago key="made" time={backup.createdAt} />],
        [text('panel.stack.details.version'), backup.appVersion],
        [text('panel.stack.details.status'), <BackupStateText key="state" backup={backup} />],
        [
          text('panel.stack.details.path'),
          backup.path === null ? null : (
            <span key="path" className="mono">
              {backup.path}
            </span>
          ),
        ],
      ]}
    />
  );
}
