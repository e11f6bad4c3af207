import { stat } from 'node:fs/promises';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Backup } from '../../../shared/model/backup.ts';
import type { BackupPreview } from '../../../shared/model/report.ts';
import type { Source, Stack, StackState } from '../../../shared/model/stack.ts';
import type { Docker } from '../docker/client.ts';
import { planStops } from '../docker/stop-order.ts';
import { volumeSizes } from '../docker/volumes.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, reportOf } from '../errors.ts';
import { folderSize } from '../folders/folder-size.ts';
import type { BackupOptions } from './backup-options.ts';
import { notesOnLosses } from './not-kept.ts';
import { chooseSources, isData, isReachable, lookAt } from './stack-access.ts';
import { checkStorage, freeBytes, packsFolder } from './storage.ts';
import { stopRefusals } from './stop-refusals.ts';
import { skippedPaths } from './skipped-paths.ts';

// Room beyond the estimate: data grows while it is measured, and the catalog lives here too.
const safety = 1.1;
const reserveBytes = 16 * 1024 * 1024;

/** Estimated bytes of each source; null where nobody can tell before reading it. */
export async function estimateSources(
  stack: Stack,
  sources: readonly Source[],
  docker: Docker | null,
  signal: AbortSignal | null,
): Promise<Map<string, number | null>> {
  const volumes =
    docker !== null && sources.some((source) => source.kind === 'volume')
      ? await volumeSizes(docker, signal ?? undefined)
      : new Map<string, number>();
  const skip = skippedPaths(stack);
  const estimates = new Map<string, number | null>();
  for (const source of sources) {
    if (source.kind === 'volume') estimates.set(source.id, volumes.get(source.location) ?? null);
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
  const { state, docker } = await lookAt(context, stack, signal);
  const sources = chooseSources(stack, state.sources, options);
  const stops = options.mode === 'cold' ? planStops(state.services, sources) : [];
  const estimates = await estimateSources(stack, sources, docker, signal ?? null);
  const estimatedBytes = [...estimates.values()].reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  const past = history(context.catalog.backups.list(stack.id));
  const storage = packsFolder(stack);
  const refusals: ErrorReport[] = [...refusalsOfState(stack, state, sources, options)];
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
    sources: sources.map(({ id, kind, location }) => ({
      id,
      kind,
      location,
      estimatedBytes: estimates.get(id) ?? null,
    })),
    leftOut: state.sources
      .filter((source) => isData(source) && !sources.includes(source))
      .map(({ id, kind, location }) => ({ id, kind, location })),
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
    notes: [...state.notes, ...notesOnLosses(sources)],
    refusals,
  };
}

function refusalsOfState(
  stack: Stack,
  state: StackState,
  sources: readonly Source[],
  options: BackupOptions,
): ErrorReport[] {
  if (sources.length === 0) return [reportOf(new AppError('STACK_EMPTY', { stack: stack.name }))];
  return options.mode === 'cold' ? stopRefusals(state.services, sources).map(reportOf) : [];
}
