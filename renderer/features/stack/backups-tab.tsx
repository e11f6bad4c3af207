import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useBackups } from '../../stores/backups.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useTargets } from '../replica/use-targets.ts';
import { BackupDetails } from './backup-details.tsx';
import { BackupFilters } from './backup-filters.tsx';
import { everything, isOnlyGood, type Order, pressed, rowsOf } from './backup-rows.ts';
import { BackupTable } from './backup-table.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { type Opened, useBackupActs } from './use-backup-acts.ts';
import { useAct } from './use-act.ts';

const newestFirst: Order = { column: 'time', descending: true };

/** All backups of a stack, failed ones and lost ones included, and what can be done with each. */
export function BackupsTab({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const backups = useBackups(({ of }) => of[stack.id]);
  const error = useBackups(({ error }) => error);
  const load = useBackups(({ load }) => load);
  const [filter, setFilter] = useState(everything);
  const [order, setOrder] = useState(newestFirst);
  const [opened, setOpened] = useState<Opened | null>(null);
  const act = useAct();
  const { marksOf } = useTargets(stack.id);
  const actsOf = useBackupActs(stack, act, setOpened);
  const rows = useMemo(() => rowsOf(backups ?? [], filter, order), [backups, filter, order]);
  useEffect(() => {
    load(stack.id).catch(() => undefined);
  }, [load, stack.id]);

  if (error !== null && backups === undefined) return <ErrorNote error={error} />;
  if (backups === undefined) return <Loading label={text('panel.stack.loading')} />;
  if (backups.length === 0) return <Empty sentence={text('panel.stack.list.none')} />;
  const shown = backups.find(({ id }) => id === opened?.id);
  const close = (): void => setOpened(null);
  return (
    <div className="backups">
      {error === null ? null : <ErrorNote error={error} />}
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <BackupFilters filter={filter} onChange={setFilter} shown={rows.length} count={backups.length} />
      {rows.length === 0 ? (
        <Empty sentence={text('panel.stack.list.noneFound')}>
          <Button onPress={() => setFilter(everything)}>{text('panel.stack.list.clear')}</Button>
        </Empty>
      ) : (
        <BackupTable
          label={text('panel.stack.list.label', { stack: stack.name })}
          rows={rows}
          order={order}
          marksOf={marksOf}
          onSort={(column) => setOrder(pressed(order, column))}
          onOpen={({ id }) => setOpened({ what: 'details', id })}
          actsOf={actsOf}
        />
      )}
      {shown !== undefined && opened?.what === 'details' ? (
        <BackupDetails backup={shown} isBusy={stack.openJob !== null} onClose={close} />
      ) : null}
      {shown !== undefined && opened?.what === 'export' ? <ExportDialog backup={shown} onClose={close} /> : null}
      {shown !== undefined && opened?.what === 'delete' ? (
        <DeleteDialog backup={shown} onlyGood={isOnlyGood(backups, shown.id)} onClose={close} />
      ) : null}
    </div>
  );
}
