import type { Backup } from '../../../shared/model/backup.ts';
import type { CoveredSource, StackCoverage } from '../../../shared/model/coverage.ts';
import type { Source, Stack } from '../../../shared/model/stack.ts';
import { isGood } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { viewOf } from './backup-lookup.ts';
import { notesOnLosses } from './not-kept.ts';
import { lookAt } from './stack-access.ts';

/**
 * Whether good backups hold a source. `good`: the stack's good backups, newest first; `leftOut`: ids of what its
 * settings leave out of the coming ones.
 */
export function coverageOf(source: Source, good: readonly Backup[], leftOut: readonly string[]): CoveredSource {
  const { id, kind, name, location } = source;
  if (leftOut.includes(id)) return { id, kind, name, location, state: 'excluded', since: null, omitted: 0 };
  const entries = good.map((backup) => backup.sources.find((kept) => kept.id === id));
  const [last] = entries;
  const broken = entries.indexOf(undefined);
  const run = good.slice(0, broken === -1 ? good.length : broken);
  return {
    id,
    kind,
    name,
    location,
    state: last !== undefined ? 'covered' : entries.some((entry) => entry !== undefined) ? 'left-out' : 'not-yet',
    since: run.at(-1)?.createdAt ?? null,
    omitted: last?.omitted.length ?? 0,
  };
}

/** Everything of a stack that holds state as it is now, beside what its good backups hold. Changes nothing. */
export async function stackCoverage(context: EngineContext, stack: Stack): Promise<StackCoverage> {
  const { state } = await lookAt(context, stack);
  const good = context.catalog.backups.list(stack.id).map(viewOf).filter(isGood);
  return {
    sources: state.sources.map((source) => coverageOf(source, good, stack.backup.leftOut)),
    exclude: stack.definition.exclude,
    notes: [...state.notes, ...notesOnLosses(state.sources)],
  };
}
