import type { Source } from '../../../shared/model/stack.ts';
import type { ConfigFile, ManifestPart } from '../archive/manifest.ts';
import { Throttle } from '../archive/throttle.ts';
import type { Docker } from '../docker/client.ts';
import { anyLocalImage } from '../docker/helper-image.ts';
import { localVolumePath } from '../docker/volume-path.ts';
import type { EngineContext } from '../engine-context.ts';
import { hasCode } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import type { BackupOptions } from './backup-options.ts';
import { copyConfig } from './config-copy.ts';
import { copyDatabase, copyRoles } from './database-copy.ts';
import { copyImages } from './image-copy.ts';
import { assertAtRest, assertQuiet } from './quiet-copy.ts';
import { skippedPaths } from './skipped-paths.ts';
import { awaitBack } from './services-back.ts';
import { dumpRefusals } from './source-treatment.ts';
import { type CopyOptions, copySource } from './source-copy.ts';
import { chooseSources, isReachable, type LiveStack } from './stack-access.ts';
import { filesAmong, stopsFor } from './stops-for.ts';
import { openStopWindow } from './stop-window.ts';

// How long services may take to be healthy after a backup before that is a failure of the job.
const healthLimitMs = 180_000;

/** Everything of a stack that is in the unfinished pack now. The services run again. */
export interface CopiedStack {
  readonly parts: readonly ManifestPart[];
  readonly config: readonly ConfigFile[];
  /** Null when nothing was stopped. */
  readonly stopWindowMs: number | null;
  readonly healthy: Promise<void>;
}

/** Copies a stack's sources into `folder`, in a stop window when the backup is cold. */
export async function copyStack(
  context: EngineContext,
  job: JobControl,
  live: LiveStack,
  options: BackupOptions,
  folder: string,
  estimatedBytes: number,
): Promise<CopiedStack> {
  const { stack, docker, state } = live;
  const chosen = chooseSources(live, options);
  const sources = filesAmong(chosen);
  const imageId =
    docker !== null && sources.some((source) => !isReachable(docker, source))
      ? await helperImage(docker, live, job.signal)
      : null;
  const copies: CopyOptions = {
    job,
    folder,
    docker,
    imageId,
    localVolumes: await findLocalVolumes(job, docker, imageId, sources),
    format: options.format,
    level: options.level,
    mode: options.mode,
    throttle: options.limit === null ? null : new Throttle(options.limit, context.clock),
    skip: skippedPaths(stack),
    taken: new Set(),
    keepBroken: options.type === 'pre-rollback',
  };
  const topLevel = new Set(stack.definition.kind === 'compose' ? stack.definition.files : []);
  const config = await copyConfig(
    state.sources.filter((source) => source.kind === 'config'),
    topLevel,
    folder,
  );
  const copyAll = async (): Promise<ManifestPart[]> => {
    job.progress.phase('copying', estimatedBytes);
    const parts: ManifestPart[] = [];
    for (const source of sources)
      parts.push(await job.step('copy', { source: source.id }, async () => copySource(source, copies)));
    return parts;
  };
  // A server may have gone since the refusals were looked for.
  const [refusal] = dumpRefusals(chosen, options.mode, live.databases);
  if (refusal !== undefined) throw refusal;
  // Before anything stops: a dump needs its server.
  const dumps = await dumpAll(job, live, chosen, copies);
  const copied = await inStopWindow(context, job, live, options, sources, copyAll);
  const { stopWindowMs, healthy } = copied;
  const parts = [...dumps, ...copied.parts];
  if (options.images && docker !== null) {
    job.progress.phase('saving-images');
    const images = state.sources.filter((source) => source.kind === 'image');
    if (images.length > 0)
      parts.push(
        await job.step('save images', { images: images.map(({ name }) => name) }, async () =>
          copyImages(images, docker, copies),
        ),
      );
  }
  return { parts, config, stopWindowMs, healthy };
}

async function dumpAll(
  job: JobControl,
  { docker, databases }: LiveStack,
  chosen: readonly Source[],
  copies: CopyOptions,
): Promise<ManifestPart[]> {
  const sources = chosen.filter(({ kind }) => kind === 'database');
  if (docker === null || sources.length === 0) return [];
  const bytes = databases.flatMap((server) => sources.map(({ id }) => server.bytes.get(id) ?? 0));
  job.progress.phase(
    'dumping',
    bytes.reduce((sum, one) => sum + one, 0),
  );
  const options = { docker, databases, copies };
  const parts: ManifestPart[] = [];
  // First, as whoever loads them by hand needs them first.
  for (const server of databases) {
    const isDumped = server.sources.some((source) => sources.includes(source));
    if (server.engine !== 'postgresql' || !isDumped) continue;
    parts.push(await job.step('dump roles', { server: server.server }, async () => copyRoles(server, options)));
  }
  for (const source of sources)
    parts.push(await job.step('dump', { source: source.id }, async () => copyDatabase(source, options)));
  return parts;
}

/** Before anything is stopped: which volumes need nobody to send them. */
async function findLocalVolumes(
  job: JobControl,
  docker: Docker | null,
  imageId: string | null,
  sources: readonly Source[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (docker === null || imageId === null) return found;
  for (const { id, kind, location } of sources) {
    if (kind !== 'volume') continue;
    const mount = { type: 'volume' as const, source: location };
    const path = await localVolumePath(docker, { mount, imageId, jobId: job.id, signal: job.signal });
    if (path !== null) found.set(id, path);
  }
  return found;
}

async function helperImage(docker: Docker, live: LiveStack, signal: AbortSignal): Promise<string> {
  return anyLocalImage(
    docker,
    live.state.services.filter((service) => !service.foreign).map((service) => service.imageId),
    signal,
  );
}

/** Copies while what has to be stopped is stopped. Nothing else happens in there. */
async function inStopWindow(
  context: EngineContext,
  job: JobControl,
  live: LiveStack,
  options: BackupOptions,
  sources: readonly Source[],
  copyAll: () => Promise<ManifestPart[]>,
): Promise<{ parts: ManifestPart[]; stopWindowMs: number | null; healthy: Promise<void> }> {
  const { stack, docker, state } = live;
  const unstopped = { stopWindowMs: null, healthy: Promise.resolve() };
  if (docker === null || options.mode === 'hot' || sources.length === 0) {
    const parts = await copyAll();
    await assertAtRest(live, sources, job.signal);
    return { parts, ...unstopped };
  }
  const stops = stopsFor(state.services, sources, options.mode);
  if (stops.length > 0) job.progress.phase('stopping');
  const window = stops.length > 0 ? await openStopWindow(context, job, docker, stack, stops) : null;
  const parts = await copyAll();
  await assertQuiet(context, live, stops, sources, job.signal);
  if (window === null) return { parts, ...unstopped };
  job.progress.phase('starting');
  const ended = job.step('start', {}, async () => window.end());
  const healthy = ended.then(async () => awaitBack(docker, stops, healthLimitMs, job.signal));
  // Awaited after the pack is published; this keeps Node from calling an early failure unhandled.
  healthy.catch(() => undefined);
  try {
    return { parts, stopWindowMs: await ended, healthy };
  } catch (error) {
    if (!hasCode(error, 'SERVICE_NOT_BACK')) throw error;
    // The copy is whole and worth keeping, now more than ever. The job ends with this, and its clean-up tries again.
    return { parts, stopWindowMs: null, healthy };
  }
}
