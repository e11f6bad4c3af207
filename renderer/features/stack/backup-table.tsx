import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import type { MenuAct } from '../../ui/menu.tsx';
import { BackupHead } from './backup-head.tsx';
import { BackupRow } from './backup-row.tsx';
import type { Order, SortColumn } from './backup-rows.ts';
import { rowAfterKey } from './row-keys.ts';

const rowHeight = 40;

interface BackupTableProps {
  readonly label: string;
  readonly rows: readonly BackupView[];
  readonly order: Order;
  readonly onSort: (column: SortColumn) => void;
  readonly onOpen: (backup: BackupView) => void;
  readonly actsOf: (backup: BackupView) => readonly MenuAct[];
}

/**
 * Backups as a grid that draws only what is in sight. One row takes part in the tab order; arrows, page keys, Home and
 * End move it; Enter opens it; the context-menu key opens its acts.
 */
export function BackupTable({ label, rows, order, onSort, onOpen, actsOf }: BackupTableProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const current = Math.max(
    0,
    rows.findIndex(({ id }) => id === currentId),
  );
  const focusWanted = useRef(false);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    // The head sticks over the first row's height.
    scrollPaddingStart: rowHeight,
    overscan: 8,
    // The current row stays drawn, so that it keeps the focus while it is out of sight.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].toSorted((a, b) => a - b),
  });
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [currentId]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return;
    const perPage = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const next = rowAfterKey(event.key, { current, count: rows.length, perPage });
    const backup = next === null ? undefined : rows[next];
    if (next === null || backup === undefined) return;
    event.preventDefault();
    if (next === current) return;
    focusWanted.current = true;
    setCurrentId(backup.id);
    virtualizer.scrollToIndex(next);
  };

  return (
    <div ref={scroller} className="backup-scroller">
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className="backup-grid"
        onKeyDown={onKeyDown}
      >
        <BackupHead order={order} onSort={onSort} />
        <div role="rowgroup" className="backup-rows" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const backup = rows[index];
            return backup === undefined ? null : (
              <BackupRow
                key={key}
                backup={backup}
                index={index}
                top={start}
                current={index === current}
                acts={actsOf(backup)}
                onCurrent={() => setCurrentId(backup.id)}
                onOpen={() => onOpen(backup)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
