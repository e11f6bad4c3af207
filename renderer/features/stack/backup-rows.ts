import type { BackupType } from '../../../shared/model/backup.ts';
import type { BackupView } from '../../../shared/model/view.ts';

/** What a backup is worth now; in the order in which the list sorts it, the best first. */
export const backupStates = ['verified', 'unverified', 'running', 'cancelled', 'missing', 'damaged', 'failed'] as const;
export type BackupState = (typeof backupStates)[number];

/** Good only when it was read back: a pack that is gone or did not verify is not what its record says. */
export function backupState(backup: Pick<BackupView, 'status' | 'missing' | 'verified' | 'error'>): BackupState {
  if (backup.status !== 'succeeded') return backup.status;
  if (backup.missing) return 'missing';
  if (backup.verified) return 'verified';
  return backup.error === null ? 'unverified' : 'damaged';
}

/** Whether a backup is the last one that its stack could be rolled back to with confidence. */
export function isOnlyGood(backups: readonly BackupView[], id: string): boolean {
  const good = backups.filter((backup) => backupState(backup) === 'verified');
  return good.length === 1 && good[0]?.id === id;
}

export const sortColumns = ['time', 'type', 'version', 'size', 'duration', 'stop', 'state'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface Order {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** The order after a press on a column's head: the other way round, or that column with its natural direction. */
export function pressed(order: Order, column: SortColumn): Order {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'type' && column !== 'state' };
}

export interface Filter {
  readonly type: BackupType | 'all';
  readonly state: BackupState | 'all';
  /** Part of a version, a name or a note, in any case. */
  readonly search: string;
}

export const everything: Filter = { type: 'all', state: 'all', search: '' };

/** The backups that fit the filter, in order; among equals the newest first, and what has no value last. */
export function rowsOf(backups: readonly BackupView[], filter: Filter, order: Order): readonly BackupView[] {
  const search = filter.search.trim().toLowerCase();
  return backups
    .filter(
      (backup) =>
        (filter.type === 'all' || backup.type === filter.type) &&
        (filter.state === 'all' || backupState(backup) === filter.state) &&
        [backup.name, backup.appVersion ?? '', backup.note ?? ''].some((part) => part.toLowerCase().includes(search)),
    )
    .toSorted((a, b) => compare(a, b, order) || newestFirst(a, b));
}

const versions = new Intl.Collator('en', { numeric: true });

function newestFirst(a: BackupView, b: BackupView): number {
  return a.createdAt === b.createdAt ? 0 : a.createdAt < b.createdAt ? 1 : -1;
}

function compare(a: BackupView, b: BackupView, { column, descending }: Order): number {
  const [one, other] = [values[column](a), values[column](b)];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const rising =
    typeof one === 'number' && typeof other === 'number' ? one - other : versions.compare(String(one), String(other));
  return descending ? -rising : rising;
}

const values: Readonly<Record<SortColumn, (backup: BackupView) => string | number | null>> = {
  time: ({ createdAt }) => Date.parse(createdAt),
  type: ({ type }) => type,
  version: ({ appVersion }) => appVersion,
  size: ({ status, storedBytes }) => (status === 'succeeded' ? storedBytes : null),
  duration: ({ durationMs }) => durationMs,
  stop: ({ stopWindowMs }) => stopWindowMs,
  state: (backup) => backupStates.indexOf(backupState(backup)),
};
