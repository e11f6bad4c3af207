import type { Backup, BackupMode } from '../../../shared/model/backup.ts';
import type { CoveredSource, StackCoverage } from '../../../shared/model/coverage.ts';
import type { Source, Stack, StackNote } from '../../../shared/model/stack.ts';
import { isGood } from '../../../shared/model/view.ts';
import type { StackDatabase } from '../databases/stack-databases.ts';
import { findVolume } from '../docker/volumes.ts';
import type { EngineContext } from '../engine-context.ts';
import { findSqlite } from '../folders/sqlite-search.ts';
import { viewOf } from './backup-lookup.ts';
import { notesOnLosses } from './not-kept.ts';
import { filesOf, treatmentOf } from './source-treatment.ts';
import { isData, type LiveStack, lookAt } from './stack-access.ts';

/**
 * Whether good backups hold a source. `good`: the stack's good backups, newest first; `leftOut`: ids of what its
 * settings leave out of the coming ones. Data that a backup holds in another form (dump or files) counts as held.
 */
export function coverageOf(
  source: Source,
  good: readonly Backup[],
  leftOut: readonly string[],
  databases: readonly StackDatabase[],
): CoveredSource {
  const { id, kind, name, location } = source;
  const server = databases.find(({ sources }) => sources.some((one) => one.id === id));
  const treatment = (mode: BackupMode) => treatmentOf(source, mode, databases, leftOut);
  const what = {
    id,
    kind,
    name,
    location,
    modes: isData(source)
      ? { cold: treatment('cold'), hot: treatment('hot'), 'cold+dump': treatment('cold+dump') }
      : null,
    database: server === undefined ? null : { engine: server.engine, version: server.version, fault: server.fault },
  };
  if (leftOut.includes(id)) return { ...what, state: 'excluded', since: null, omitted: 0 };
  const instead = insteadOf(id, databases);
  const entries = good.map((backup) => keptIn(backup, id, instead));
  const [last] = entries;
  const broken = entries.indexOf(undefined);
  const run = good.slice(0, broken === -1 ? good.length : broken);
  return {
    ...what,
    state: last !== undefined ? 'covered' : entries.some((entry) => entry !== undefined) ? 'left-out' : 'not-yet',
    since: run.at(-1)?.createdAt ?? null,
    omitted: last?.omitted ?? 0,
  };
}

/** Sources that hold the same data in another form: a database's files, the databases in a volume. */
function insteadOf(id: string, databases: readonly StackDatabase[]): readonly string[] {
  const own = databases.find(({ sources }) => sources.some((source) => source.id === id));
  if (own !== undefined) return filesOf(own);
  const held = databases.find((server) => server.holds.includes(id) && server.fault === null);
  return held?.sources.map((source) => source.id) ?? [];
}

function keptIn(backup: Backup, id: string, instead: readonly string[]): { readonly omitted: number } | undefined {
  const found = (wanted: string) => backup.sources.find((kept) => kept.id === wanted);
  const own = found(id);
  if (own !== undefined) return { omitted: own.omitted.length };
  const others = instead.map(found).filter((other) => other !== undefined);
  if (instead.length === 0 || others.length < instead.length) return undefined;
  return { omitted: others.reduce((sum, { omitted }) => sum + omitted.length, 0) };
}

/** What a hot copy may spoil, as far as this machine shows it. */
async function sqliteNotes({ docker, state, databases }: LiveStack): Promise<StackNote[]> {
  if (docker?.endpoint.kind !== 'socket') return [];
  const notes: StackNote[] = [];
  for (const source of state.sources) {
    const isCopied = treatmentOf(source, 'hot', databases, []) === 'copied';
    if ((source.kind !== 'volume' && source.kind !== 'bind') || source.singleFile || !isCopied) continue;
    const root = source.kind === 'bind' ? source.location : (await findVolume(docker, source.location))?.Mountpoint;
    const found = root === undefined || root === '' ? null : await findSqlite(root);
    if (found !== null) notes.push({ kind: 'sqlite-inside', subject: `${source.id}/${found}` });
  }
  return notes;
}

/** Everything of a stack that holds state as it is now, beside what its good backups hold. Changes nothing. */
export async function stackCoverage(context: EngineContext, stack: Stack): Promise<StackCoverage> {
  const live = await lookAt(context, stack);
  const { state, databases } = live;
  const good = context.catalog.backups.list(stack.id).map(viewOf).filter(isGood);
  return {
    sources: state.sources.map((source) => coverageOf(source, good, stack.backup.leftOut, databases)),
    exclude: stack.definition.exclude,
    notes: [...state.notes, ...(await sqliteNotes(live)), ...notesOnLosses(state.sources)],
  };
}
