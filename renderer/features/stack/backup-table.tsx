import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import type { MenuAct } from '../../ui/menu.tsx';
import type { CopyMark } from '../replica/backup-copies.ts';
import { BackupHead } from './backup-head.tsx';
import { BackupRow } from './backup-row.tsx';
import type { Order, SortColumn } from './backup-rows.ts';
import { rowAfterKey } from './row-keys.ts';
import { rowHeight, scrollTo } from './row-window.ts';
import { useRowWindow } from './use-row-window.ts';

interface BackupTableProps {
  readonly label: string;
  readonly rows: readonly BackupView[];
  readonly order: Order;
  /** Of each backup, one per target of the stack. */
  readonly marksOf: (backupId: string) => readonly CopyMark[];
  readonly onSort: (column: SortColumn) => void;
  readonly onOpen: (backup: BackupView) => void;
  readonly actsOf: (backup: BackupView) => readonly MenuAct[];
}

/**
 * Backups as a grid that draws only what is in sight. One row takes part in the tab order; arrows, page keys, Home and
 * End move it; Enter opens it; the context-menu key opens its acts.
 */
export function BackupTable({ label, rows, order, marksOf, onSort, onOpen, actsOf }: BackupTableProps): ReactNode {
  const replicated = marksOf('').length > 0;
  const scroller = useRef<HTMLDivElement>(null);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const current = Math.max(
    0,
    rows.findIndex(({ id }) => id === currentId),
  );
  const focusWanted = useRef(false);
  const drawn = useRowWindow(scroller, rows.length, current);
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return;
    const sight = scroller.current;
    if (sight === null) return;
    const perPage = Math.max(1, Math.floor(sight.clientHeight / rowHeight) - 2);
    const next = rowAfterKey(event.key, { current, count: rows.length, perPage });
    const backup = next === null ? undefined : rows[next];
    if (next === null || backup === undefined) return;
    event.preventDefault();
    if (next === current) return;
    focusWanted.current = true;
    setCurrentId(backup.id);
    sight.scrollTop = scrollTo(next, { top: sight.scrollTop, height: sight.clientHeight });
  };

  return (
    <div ref={scroller} className="backup-scroller">
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className={replicated ? 'backup-grid backup-grid-replicated' : 'backup-grid'}
        onKeyDown={onKeyDown}
      >
        <BackupHead order={order} onSort={onSort} replicated={replicated} />
        <div role="rowgroup" className="backup-rows" style={{ height: rows.length * rowHeight }}>
          {drawn.map((index) => {
            const backup = rows[index];
            return backup === undefined ? null : (
              <BackupRow
                key={backup.id}
                backup={backup}
                index={index}
                top={index * rowHeight}
                current={index === current}
                marks={marksOf(backup.id)}
                actsOf={actsOf}
                onCurrent={setCurrentId}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
