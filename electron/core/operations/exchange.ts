import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import type { ServiceState } from '../../../shared/model/stack.ts';
import type { SwapSiteRef } from '../catalog/kept.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import type { SwapSite } from '../swap-site.ts';
import { awaitBack } from './services-back.ts';
import { type LiveStack, lookAt } from './stack-access.ts';
import { filesAmong, sourcesAt, stopsForExchange } from './stops-for.ts';
import { stopRefusals } from './stop-refusals.ts';
import { openStopWindow, type StopWindow } from './stop-window.ts';

// How long an application may take to come up on its new data before the old is put back.
const healthLimitMs = 180_000;

/** What the exchange of anything has in common, once it is staged: files or a database. */
export type ExchangeSite = Pick<SwapSite, 'probe' | 'swapIn' | 'swapBack' | 'release' | 'keptBytes'>;

/** A staged site and what it is for. */
export interface StagedSite {
  readonly ref: SwapSiteRef;
  readonly site: ExchangeSite;
}

/** Stops what has to be stopped before data at these locations is exchanged; no window when nothing runs. */
export async function stopFor(
  context: EngineContext,
  job: JobControl,
  live: LiveStack,
  locations: readonly string[],
): Promise<{ window: StopWindow | null; stops: readonly ServiceState[] }> {
  const sources = filesAmong(sourcesAt(locations, live.state));
  const [refusal] = stopRefusals(live.state.services, sources);
  if (refusal !== undefined) throw refusal;
  const stops = stopsForExchange(live, locations);
  if (live.docker === null || stops.length === 0) return { window: null, stops };
  job.progress.phase('stopping');
  const window = await openStopWindow(context, job, live.docker, live.stack, stops);
  await assertNobodyWrites(context, live, locations);
  return { window, stops };
}

/** Looks again, after the stops: whoever started in the meantime keeps its files open through every rename. */
export async function assertNobodyWrites(
  context: EngineContext,
  live: LiveStack,
  locations: readonly string[],
): Promise<void> {
  const writers = stopsForExchange(await lookAt(context, live.stack), locations);
  if (writers.length === 0) return;
  throw new AppError('VOLUME_IN_USE', {
    volume: locations.join(', '),
    containers: writers.map((service) => service.containerName).join(', '),
  });
}

/** Shows the wait for services that were stopped, and waits. */
export async function awaitHealthy(
  job: JobControl,
  live: LiveStack,
  stops: readonly ServiceState[],
  signal: AbortSignal,
): Promise<void> {
  if (live.docker === null || stops.length === 0) return;
  job.progress.phase('waiting-healthy');
  await awaitBack(live.docker, stops, healthLimitMs, signal);
}

export interface ExchangeOptions {
  readonly live: LiveStack;
  readonly plan: RollbackPlan;
  readonly sites: readonly StagedSite[];
  /** Runs while services are stopped, after the data is in place: loading images. */
  readonly alsoStopped: () => Promise<void>;
  /** Takes back what `alsoStopped` did, or did in part. */
  readonly takeBack: () => Promise<void>;
}

/**
 * Exchanges staged data for the live: stop, swap, start, wait until healthy. Returns the stop window in ms,
 * null when nothing was stopped. Whatever fails or is cancelled on the way, the old data is put back and
 * the services run on it again before this throws ROLLBACK_UNDONE (SERVICE_NOT_BACK when they do not). When
 * the data cannot be put back it throws ROLLBACK_STUCK, and the services stay stopped and owed.
 */
export async function exchange(
  context: EngineContext,
  job: JobControl,
  options: ExchangeOptions,
): Promise<number | null> {
  const { live, plan, sites } = options;
  const locations = plan.replaces.map((replacement) => replacement.location);
  const { window, stops } = await stopFor(context, job, live, locations);
  try {
    const stopWindowMs = await job.atomic(async () => {
      job.progress.phase('swapping');
      for (const { ref, site } of sites)
        await job.step('swap in', { source: ref.sourceId, root: ref.root }, async () => site.swapIn());
      await options.alsoStopped();
      if (window === null) return null;
      job.progress.phase('starting');
      return job.step('start', {}, async () => window.end());
    });
    await awaitHealthy(job, live, stops, job.signal);
    job.signal.throwIfAborted();
    return stopWindowMs;
  } catch (error) {
    job.log.warn({ error }, 'the rollback is being undone');
    await job.atomic(async () => putBack(job, options, window, stops, error));
    if (job.signal.aborted) throw job.signal.reason;
    throw new AppError('ROLLBACK_UNDONE', { stack: live.stack.name, detail: detailOf(error) }, { cause: error });
  }
}

async function putBack(
  job: JobControl,
  { live, sites, takeBack }: ExchangeOptions,
  window: StopWindow | null,
  stops: readonly ServiceState[],
  cause: unknown,
): Promise<void> {
  job.progress.phase('undoing');
  try {
    await window?.reopen();
    for (const { ref, site } of sites.toReversed())
      await job.rescue('swap back', { source: ref.sourceId, root: ref.root }, async () => site.swapBack());
    await takeBack();
  } catch (error) {
    // An application that started on a mixture of old and new data would spoil both.
    window?.abandon();
    const path = sites.map(({ ref }) => ref.root).join(', ');
    const params = { stack: live.stack.name, path, detail: detailOf(error) };
    throw new AppError('ROLLBACK_STUCK', params, { cause: new SuppressedError(error, cause) });
  }
  if (window !== null) await job.rescue('start', {}, async () => window.end());
  // Not the job's signal: a cancel must not end the proof that the application is back.
  await awaitHealthy(job, live, stops, new AbortController().signal);
}
