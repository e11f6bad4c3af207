import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../../words.tsx';
import { type Order, type SortColumn, sortColumns } from './backup-rows.ts';

interface BackupHeadProps {
  readonly order: Order;
  readonly onSort: (column: SortColumn) => void;
  /** With what became of each backup on the stack's targets. */
  readonly replicated: boolean;
}

/** The names of the columns; a press on one sorts by it. */
export function BackupHead({ order, onSort, replicated }: BackupHeadProps): ReactNode {
  const { text } = useWords();
  return (
    <div role="rowgroup" className="backup-head">
      <div role="row" aria-rowindex={1} className="backup-line">
        {sortColumns.map((column) => (
          <div
            key={column}
            role="columnheader"
            aria-sort={column === order.column ? (order.descending ? 'descending' : 'ascending') : 'none'}
            className={`backup-cell backup-${column}`}
          >
            <Button className="sort-button" onPress={() => onSort(column)}>
              {text(`panel.stack.column.${column}`)}
              {column === order.column ? <Arrow descending={order.descending} /> : null}
            </Button>
          </div>
        ))}
        {replicated ? (
          <div role="columnheader" className="backup-cell backup-replicated">
            {text('panel.replica.column')}
          </div>
        ) : null}
        <div role="columnheader" className="backup-cell" aria-label={text('panel.stack.column.acts')} />
      </div>
    </div>
  );
}

function Arrow({ descending }: { readonly descending: boolean }): ReactNode {
  const Icon = descending ? ArrowDown : ArrowUp;
  return <Icon size={12} strokeWidth={2} aria-hidden />;
}
