import type { JournalRow } from '../catalog/journal.ts';

/**
 * Containers that a dead job had asked to be stopped without hearing of it: the engine may still be about
 * to stop them. Null when the journal knows nothing of the job, as after the loss of the catalog: then any may be.
 */
export function stopsWithoutOutcome(rows: readonly JournalRow[]): ReadonlySet<string> | null {
  if (rows.length === 0) return null;
  const ended = new Set(rows.filter((row) => row.phase !== 'intent').map((row) => row.n));
  const open = rows.filter((row) => row.phase === 'intent' && row.name === 'stop' && !ended.has(row.n));
  return new Set(open.flatMap(({ data }) => (hasContainer(data) ? data.containerId : [])));
}

function hasContainer(data: unknown): data is { readonly containerId: string } {
  return typeof data === 'object' && data !== null && 'containerId' in data && typeof data.containerId === 'string';
}
