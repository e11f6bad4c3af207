import { z } from 'zod';
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

/**
 * Whether somebody may have worked on what a rollback put in: it came as far as starting services on it, or it ended the
 * exchange of a database, to which clients outside the stack can connect at once.
 */
export function ranOnNewData(rows: readonly JournalRow[]): boolean {
  const swapped = rows.findIndex((row) => row.name === 'swap in');
  if (swapped === -1) return false;
  const back = rows.findIndex((row) => row.name === 'swap back');
  // What is started after that runs on the old data.
  const between = rows.slice(swapped, back === -1 ? undefined : back);
  return between.some((row, n) => row.name === 'start' || (isOfDatabase(row) && between[n + 1]?.phase === 'done'));
}

function isOfDatabase({ name, phase, data }: JournalRow): boolean {
  const { success, data: args } = z.object({ source: z.string() }).safeParse(data);
  return name === 'swap in' && phase === 'intent' && success && args.source.startsWith('database/');
}
