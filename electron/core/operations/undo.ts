import { join } from 'node:path';
import type { KeptRollback, RollbackResult } from '../../../shared/model/rollback.ts';
import type { KeptSite } from '../catalog/kept.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { awaitHealthy, type StagedSite, stopFor } from './exchange.ts';
import { isHalfExchanged } from './half-exchanged.ts';
import { restoreImageNames } from './image-load.ts';
import { lookAtDamaged } from './rollback-plan.ts';
import type { LiveStack } from './stack-access.ts';
import { databaseServerOf, imagesOf, openAnySite, type SiteAccess } from './swap-sites.ts';
import { wakeServer } from './wake-server.ts';

/** The kept data of a rollback. UNDO_NOTHING_KEPT. */
export function keptOf(context: EngineContext, jobId: string): KeptSite {
  const kept = context.catalog.kept.list().find((site) => site.jobId === jobId);
  if (kept === undefined) throw new AppError('UNDO_NOTHING_KEPT', { job: jobId });
  return kept;
}

/** The same, if its rollback can be undone now. UNDO_NOT_LATEST while a later rollback of the stack is not undone. */
export function undoable(context: EngineContext, jobId: string): KeptSite {
  const kept = keptOf(context, jobId);
  if (kept.state !== 'kept' && kept.state !== 'undoing' && kept.state !== 'preparing')
    throw new AppError('UNDO_NOTHING_KEPT', { job: jobId });
  const newer = context.catalog.kept
    .list()
    .find((site) => site.stackId === kept.stackId && site.at > kept.at && site.state !== 'undone');
  if (newer !== undefined) throw new AppError('UNDO_NOT_LATEST', { job: jobId, newer: newer.jobId });
  return kept;
}

async function openKept(
  context: EngineContext,
  kept: KeptSite,
  signal: AbortSignal,
): Promise<{ live: LiveStack; sites: StagedSite[]; pack: string; access: SiteAccess }> {
  const stack = context.catalog.stacks.get(kept.stackId);
  if (stack === null) throw new AppError('STACK_NOT_FOUND', { stack: kept.stackId });
  const live = await lookAtDamaged(context, stack, signal);
  const pack = packNameOf(context, kept);
  const { services } = live.state;
  const access = { jobId: kept.jobId, pack, docker: live.docker, images: imagesOf(live), services };
  return { live, pack, sites: kept.sites.map((ref) => ({ ref, site: openAnySite(ref, access) })), access };
}

/**
 * The body of an undo: the old data comes back, what was live is kept aside until `release`. Also how
 * recovery puts a half-done exchange back. May run again after a crash at any point of itself.
 */
export async function runUndo(context: EngineContext, job: JobControl, kept: KeptSite): Promise<RollbackResult> {
  const { live, sites, pack, access } = await openKept(context, kept, job.signal);
  await wakeServers(job, kept, access);
  const touched: StagedSite[] = [];
  for (const staged of sites) if (['moving', 'swapped'].includes(await staged.site.probe())) touched.push(staged);
  const stopWindowMs = touched.length === 0 ? null : await putKeptBack(context, job, kept, live, { sites, touched });
  context.catalog.kept.setState(kept.jobId, 'undone');
  return {
    jobId: job.id,
    stack: live.stack.name,
    backup: pack,
    scope: 'data-only',
    replaced: touched.map(({ ref }) => ref.sourceId),
    safetyBackup: null,
    stopWindowMs,
    undoable: false,
    loadedImages: [],
  };
}

/**
 * The servers of exchanged databases ran when the exchange began, and nothing can be put back or dropped without them.
 * One that somebody has stopped since is stopped again at the job's end.
 */
async function wakeServers(job: JobControl, kept: KeptSite, access: SiteAccess): Promise<void> {
  // In any other state it ran when a job that died began its work.
  const asFound = kept.state === 'kept' || kept.state === 'undone';
  for (const ref of kept.sites.filter(({ kind }) => kind === 'database')) {
    await wakeServer(job, databaseServerOf(ref, access), { source: ref.sourceId, asFound });
  }
}

async function putKeptBack(
  context: EngineContext,
  job: JobControl,
  kept: KeptSite,
  live: LiveStack,
  { sites, touched }: { readonly sites: readonly StagedSite[]; readonly touched: readonly StagedSite[] },
): Promise<number | null> {
  const locations = touched.map(({ ref }) => (ref.names === null ? ref.root : join(ref.root, ref.names[0] ?? '')));
  const { window, stops } = await stopFor(context, job, live, locations);
  if (kept.state === 'kept') context.catalog.kept.setState(kept.jobId, 'undoing');
  try {
    await job.atomic(async () => {
      job.progress.phase('undoing');
      // All of them: a site inside another one's folder shows itself only when that is back.
      for (const { ref, site } of sites.toReversed())
        await job.rescue('swap back', { source: ref.sourceId, root: ref.root }, async () => site.swapBack());
      await restoreImageNames(live.docker, kept.images);
    });
  } catch (error) {
    window?.abandon();
    throw error;
  }
  const stopWindowMs =
    window === null ? null : await job.atomic(async () => job.rescue('start', {}, async () => window.end()));
  await awaitHealthy(job, live, stops, job.signal);
  return stopWindowMs;
}

/**
 * The body of a release: deletes what a rollback kept. What is live stays. May run again after a crash.
 * STACK_HALF_EXCHANGED while the exchange is neither done nor undone: that data is not spare.
 */
export async function runRelease(context: EngineContext, job: JobControl, kept: KeptSite): Promise<KeptRollback> {
  job.progress.phase('deleting');
  const view = await keptView(context, kept);
  const { sites, access } = await openKept(context, kept, job.signal);
  await wakeServers(job, kept, access);
  const states = await Promise.all(sites.map(async ({ site }) => site.probe()));
  // After an undo nothing may be exchanged any more: what is kept would be the live data.
  const bad = kept.state === 'undone' ? ['moving', 'swapped'] : ['moving'];
  const half = isHalfExchanged(kept) || states.some((state) => bad.includes(state));
  if (half) throw new AppError('STACK_HALF_EXCHANGED', { stack: view.stack, job: kept.jobId });
  context.catalog.kept.setState(kept.jobId, 'releasing');
  for (const { ref, site } of sites.toReversed())
    await job.step('release', { source: ref.sourceId, root: ref.root }, async () => site.release());
  context.catalog.kept.remove(kept.jobId);
  return view;
}

/** Kept data as shells show it. Asks every site for its size; one that cannot tell hides nothing else. STACK_NOT_FOUND. */
export async function keptView(context: EngineContext, kept: KeptSite): Promise<KeptRollback> {
  const stack = context.catalog.stacks.get(kept.stackId);
  if (stack === null) throw new AppError('STACK_NOT_FOUND', { stack: kept.stackId });
  return {
    jobId: kept.jobId,
    stackId: kept.stackId,
    stack: stack.name,
    backup: packNameOf(context, kept),
    at: kept.at,
    undoable: kept.state === 'kept',
    half: isHalfExchanged(kept),
    keptBytes: await keptBytesOf(context, kept),
  };
}

async function keptBytesOf(context: EngineContext, kept: KeptSite): Promise<number | null> {
  try {
    const { sites } = await openKept(context, kept, new AbortController().signal);
    let bytes = 0;
    for (const { site } of sites) bytes += await site.keptBytes();
    return bytes;
  } catch (error) {
    // The engine may be away, or a job moves these files at this moment.
    context.log.warn({ error, job: kept.jobId }, 'the size of kept data could not be found out');
    return null;
  }
}

function packNameOf({ catalog }: EngineContext, { backupId }: KeptSite): string {
  return catalog.backups.get(backupId)?.name ?? backupId;
}
