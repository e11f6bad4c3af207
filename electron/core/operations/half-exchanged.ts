import type { Catalog } from '../catalog/database.ts';
import type { KeptSite } from '../catalog/kept.ts';
import type { JournalRow } from '../catalog/journal.ts';
import { AppError } from '../errors.ts';

/** Whether the data of a kept rollback may be a mixture of old and new, until recovery has put it back. */
export function isHalfExchanged({ state }: Pick<KeptSite, 'state'>): boolean {
  return state === 'preparing' || state === 'undoing';
}

/**
 * Refuses to work on data that a rollback of another job has left half exchanged: a backup of it would be
 * called good and be neither. STACK_HALF_EXCHANGED names that job.
 */
export function assertWholeData(
  catalog: Catalog,
  stack: { readonly id: string; readonly name: string },
  jobId: string,
): void {
  const half = catalog.kept
    .list()
    .find((kept) => kept.stackId === stack.id && kept.jobId !== jobId && isHalfExchanged(kept));
  if (half !== undefined) throw new AppError('STACK_HALF_EXCHANGED', { stack: stack.name, job: half.jobId });
}

/** Whether a rollback came as far as starting services on the new data: then somebody may have worked on it. */
export function ranOnNewData(rows: readonly JournalRow[]): boolean {
  const swapped = rows.findIndex((row) => row.name === 'swap in');
  return swapped !== -1 && rows.slice(swapped).some((row) => row.name === 'start');
}
