import type { JournalRow } from '../catalog/journal.ts';

/**
 * The containers that a dead job asked to be stopped, and whether it heard of the end: the engine may still
 * be about to stop the others. Null when the journal knows nothing of the job, as after the loss of the
 * catalog: then every one may have been asked for.
 */
export function stopsAskedFor(rows: readonly JournalRow[]): ReadonlyMap<string, 'ended' | 'in-flight'> | null {
  if (rows.length === 0) return null;
  const ended = new Set(rows.filter((row) => row.phase === 'done').map((row) => row.n));
  const stops = rows.filter((row) => row.phase === 'intent' && row.name === 'stop');
  return new Map(
    stops.flatMap(({ data, n }) =>
      hasContainer(data) ? [[data.containerId, ended.has(n) ? 'ended' : 'in-flight']] : [],
    ),
  );
}

function hasContainer(data: unknown): data is { readonly containerId: string } {
  return typeof data === 'object' && data !== null && 'containerId' in data && typeof data.containerId === 'string';
}
