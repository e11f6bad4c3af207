import { stat } from 'node:fs/promises';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Backup } from '../../../shared/model/backup.ts';
import type { BackupPreview } from '../../../shared/model/report.ts';
import type { Source, Stack } from '../../../shared/model/stack.ts';
import { volumeSizes } from '../docker/volumes.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, reportOf } from '../errors.ts';
import { folderSize } from '../folders/folder-size.ts';
import type { BackupOptions } from './backup-options.ts';
import { notesOnLosses } from './not-kept.ts';
import { dumpRefusals, filesOf, notesOnRunning, treatmentOf } from './source-treatment.ts';
import { chooseSources, isData, isReachable, type LiveStack, lookAt } from './stack-access.ts';
import { filesAmong, stopsFor } from './stops-for.ts';
import { checkStorage, freeBytes, packsFolder } from './storage.ts';
import { stopRefusals } from './stop-refusals.ts';
import { skippedPaths } from './skipped-paths.ts';

// Room beyond the estimate: data grows while it is measured, and the catalog lives here too.
const safety = 1.1;
const reserveBytes = 16 * 1024 * 1024;

/** Estimated bytes of each source; null where nobody can tell before reading it. */
export async function estimateSources(
  { stack, docker, databases }: LiveStack,
  sources: readonly Source[],
  signal: AbortSignal | null,
): Promise<Map<string, number | null>> {
  const volumes =
    docker !== null && sources.some((source) => source.kind === 'volume')
      ? await volumeSizes(docker, signal ?? undefined)
      : new Map<string, number>();
  const skip = skippedPaths(stack);
  const estimates = new Map<string, number | null>();
  for (const source of sources) {
    if (source.kind === 'database')
      estimates.set(source.id, databases.map(({ bytes }) => bytes.get(source.id)).find(Number.isInteger) ?? null);
    else if (source.kind === 'volume') estimates.set(source.id, volumes.get(source.location) ?? null);
    else if (!isReachable(docker, source)) estimates.set(source.id, null);
    else if (source.singleFile || source.kind === 'sqlite') estimates.set(source.id, await fileSize(source.location));
    else
      estimates.set(
        source.id,
        (await folderSize({ root: source.location, names: null, exclude: source.exclude, skip }, signal)).bytes,
      );
  }
  return estimates;
}

async function fileSize(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** What the last good backups of a stack say about the next one. */
function history(backups: readonly Backup[]): { ratio: number; stopMs: number | null } {
  const good = backups.filter((backup) => backup.status === 'succeeded' && backup.rawBytes > 0);
  const [last] = good;
  const stops = good.flatMap((backup) => backup.stopWindowMs ?? []).slice(0, 5);
  return {
    // Without history nothing is promised to become smaller.
    ratio: last === undefined ? 1 : Math.min(1, last.storedBytes / last.rawBytes),
    stopMs: stops.length === 0 ? null : Math.round(stops.reduce((sum, ms) => sum + ms, 0) / stops.length),
  };
}

/** Everything that a backup needs to know before it begins, and why it must not begin. Changes nothing. */
export async function previewBackup(
  context: EngineContext,
  stack: Stack,
  options: BackupOptions,
  signal?: AbortSignal,
): Promise<BackupPreview> {
  const live = await lookAt(context, stack, signal);
  const { state } = live;
  const sources = chooseSources(live, options);
  const otherwise = otherwiseOf(live, sources, options);
  const stops = stopsFor(state.services, sources, options.mode);
  const estimates = await estimateSources(live, sources, signal ?? null);
  const estimatedBytes = [...estimates.values()].reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  const past = history(context.catalog.backups.list(stack.id));
  const storage = packsFolder(stack);
  const refusals: ErrorReport[] = [...refusalsOfState(live, sources, options)];
  const freeSpace = await checkStorage(stack)
    .then(async () => freeBytes(storage))
    .catch((error: unknown) => {
      refusals.push(reportOf(error));
      return 0;
    });
  const estimatedStoredBytes = Math.round(estimatedBytes * past.ratio);
  const needed = Math.round(estimatedStoredBytes * safety) + reserveBytes;
  if (refusals.length === 0 && needed > freeSpace)
    refusals.push(reportOf(new AppError('SPACE_INSUFFICIENT', { path: storage, needed, free: freeSpace })));
  return {
    stack: stack.name,
    mode: options.mode,
    format: options.format,
    level: options.level,
    storage,
    sources: sources.map((source) => ({ ...pick(source), estimatedBytes: estimates.get(source.id) ?? null })),
    leftOut: state.sources
      .filter((source) => isData(source) && !sources.includes(source) && otherwise.every(({ id }) => id !== source.id))
      .map(pick),
    otherwise,
    stops: stops.map(({ containerId, service, project, foreign }) => ({ containerId, service, project, foreign })),
    ignores: state.services.flatMap(({ service, role, foreign }) =>
      role === 'long-running' || foreign
        ? []
        : [{ service, reason: role === 'one-shot' ? ('one-shot' as const) : ('already-stopped' as const) }],
    ),
    estimatedBytes,
    estimatedStoredBytes,
    freeBytes: freeSpace,
    estimatedStopMs: stops.length === 0 ? 0 : past.stopMs,
    notes: [...state.notes, ...notesOnRunning(sources, options.mode, live.databases), ...notesOnLosses(sources)],
    refusals,
  };
}

function pick({ id, kind, location }: Source): Pick<Source, 'id' | 'kind' | 'location'> {
  return { id, kind, location };
}

/** What is in the backup by another source, as far as that one is. */
function otherwiseOf(
  { state, databases }: LiveStack,
  chosen: readonly Source[],
  { mode, leftOut }: BackupOptions,
): BackupPreview['otherwise'] {
  const isIn = (id: string): boolean => chosen.some((source) => source.id === id);
  return state.sources.filter(isData).flatMap((source) => {
    const by = treatmentOf(source, mode, databases, leftOut);
    if (isIn(source.id) || (by !== 'in-dump' && by !== 'in-volume')) return [];
    const server = databases.find(({ sources, holds }) =>
      by === 'in-dump' ? holds.includes(source.id) : sources.some(({ id }) => id === source.id),
    );
    const others = by === 'in-dump' ? server?.sources.map(({ id }) => id) : server && filesOf(server);
    return others?.every((id) => isIn(id) || leftOut.includes(id)) === true ? [{ id: source.id, by }] : [];
  });
}

function refusalsOfState(
  { stack, state, databases }: LiveStack,
  sources: readonly Source[],
  { mode }: BackupOptions,
): ErrorReport[] {
  if (sources.length === 0) return [reportOf(new AppError('STACK_EMPTY', { stack: stack.name }))];
  const stops =
    stopsFor(state.services, sources, mode).length > 0 ? stopRefusals(state.services, filesAmong(sources)) : [];
  return [...dumpRefusals(sources, mode, databases), ...stops].map(reportOf);
}
