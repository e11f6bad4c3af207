import { type KeyboardEvent, memo, type MouseEvent, type ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { ActsMenu, type MenuAct } from '../../ui/menu.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import type { CopyMark } from '../replica/backup-copies.ts';
import { CopyMarks } from '../replica/copy-marks.tsx';
import { BackupStateText } from './backup-state.tsx';
import { PinMark } from './pin-mark.tsx';

interface BackupRowProps {
  readonly backup: BackupView;
  readonly index: number;
  /** Its distance from the first row, in pixels. */
  readonly top: number;
  /** Takes part in the tab order. */
  readonly current: boolean;
  /** One per target of the stack. */
  readonly marks: readonly CopyMark[];
  readonly actsOf: (backup: BackupView) => readonly MenuAct[];
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (backup: BackupView) => void;
}

/** One backup in the list; drawn again only when something of it changes, not with every scroll. */
export const BackupRow = memo(function BackupRow(props: BackupRowProps): ReactNode {
  const { backup, index, top, current, marks, actsOf, onCurrent, onOpen } = props;
  const { text, bytes, duration } = useWords();
  const nothing = text('panel.stack.unknown');
  const time = (ms: number | null): string => (ms === null ? nothing : duration(ms));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    onOpen(backup);
  };
  return (
    <div
      role="row"
      tabIndex={current ? 0 : -1}
      aria-rowindex={index + 2}
      className="backup-line backup-row"
      style={{ transform: `translateY(${top}px)` }}
      onFocus={() => onCurrent(backup.id)}
      onClick={(event) => {
        if (isOnRow(event)) onOpen(backup);
      }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector('button')?.click();
      }}
    >
      <div role="gridcell" className="backup-cell">
        <Ago time={backup.createdAt} />
      </div>
      <div role="gridcell" className="backup-cell one-line">
        {text(`words.backupType.${backup.type}`)}
      </div>
      <div role="gridcell" className="backup-cell one-line" title={backup.appVersion ?? ''}>
        {backup.appVersion ?? nothing}
      </div>
      <div role="gridcell" className="backup-cell backup-size">
        {backup.status === 'succeeded' ? bytes(backup.storedBytes) : nothing}
      </div>
      <div role="gridcell" className="backup-cell backup-duration">
        {time(backup.durationMs)}
      </div>
      <div role="gridcell" className="backup-cell backup-stop">
        {time(backup.stopWindowMs)}
      </div>
      <div
        role="gridcell"
        className={backup.note === null ? 'backup-cell backup-worth' : 'backup-cell backup-worth backup-noted'}
      >
        <BackupStateText backup={backup} />
        {backup.pinned ? <PinMark /> : null}
        {backup.note === null ? null : (
          <span className="backup-note one-line small secondary" title={backup.note}>
            {backup.note}
          </span>
        )}
      </div>
      {marks.length === 0 ? null : (
        <div role="gridcell" className="backup-cell backup-replicated">
          <CopyMarks marks={marks} />
        </div>
      )}
      <div role="gridcell" className="backup-cell backup-acts">
        <ActsMenu
          label={text('panel.stack.act.label', { backup: backup.name })}
          acts={actsOf(backup)}
          tabbable={current}
        />
      </div>
    </div>
  );
});

/** Neither on the acts of the row nor in their menu, which hangs elsewhere in the page. */
function isOnRow({ target, currentTarget }: MouseEvent): boolean {
  return target instanceof Element && currentTarget.contains(target) && target.closest('.backup-acts') === null;
}
