import { Readable } from 'node:stream';
import type { PlannedReplacement, RollbackPlan, RollbackResult } from '../../../shared/model/rollback.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { IndexEntry } from '../archive/index-entry.ts';
import type { SwapSiteRef } from '../catalog/kept.ts';
import { isoTime } from '../clock.ts';
import type { ExpectedImage } from '../docker/images.ts';
import { createVolume, findVolume } from '../docker/volumes.ts';
import { addMissingRoles } from '../databases/postgresql/globals.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode } from '../errors.ts';
import { existingFamily } from '../folders/sqlite-family.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { runBackup } from './backup.ts';
import { findBackup } from './backup-lookup.ts';
import { backupOptions } from './backup-options.ts';
import { exchange, type ExchangeSite, type StagedSite } from './exchange.ts';
import { assertWholeData, ranOnNewData } from './half-exchanged.ts';
import { loadSavedImages, presentImages, restoreImageNames } from './image-load.ts';
import { enqueueCopies } from './replicate.ts';
import { type PlannedRollback, planRollback, replan } from './rollback-plan.ts';
import {
  databaseServerOf,
  dumpContent,
  imagesOf,
  openDatabase,
  openSite,
  rolesContent,
  type SiteAccess,
  siteRefOf,
  stagedContent,
} from './swap-sites.ts';
import { wakeServer } from './wake-server.ts';
import { chunksOf } from '../byte-stream.ts';
import { readBack } from './read-back.ts';

export interface RollbackOptions {
  readonly acceptMajorVersion: boolean;
}

/**
 * The body of a rollback job: safety backup, staging beside the live data, read-back of what was staged,
 * exchange, health. Until the exchange begins nothing live is touched; from then on it ends with the new
 * data live or with the old, never a mixture. The old data is kept until it is released.
 */
export async function runRollback(
  context: EngineContext,
  job: JobControl,
  plan: RollbackPlan,
  options: RollbackOptions,
): Promise<RollbackResult> {
  assertWholeData(context.catalog, { id: plan.stackId, name: plan.stack }, job.id);
  job.progress.phase('preparing');
  const backup = findBackup(context, plan.backup.id);
  job.update({ backupId: backup.id });
  const asPlanned = await replan(context, plan, backup, job.signal);
  const { version } = asPlanned.plan;
  if (version.majorDiffers && !options.acceptMajorVersion) {
    throw new AppError('VERSION_MAJOR_DIFFERS', {
      stack: plan.stack,
      from: version.current ?? '',
      to: version.target ?? '',
    });
  }
  // Staging would notice too, but the safety backup before it stops services, and a broken pack is not worth that.
  if (plan.safetyBackup && plan.stops.length > 0) await readBack(job, asPlanned.pack, 'bytes');
  const planned = await startServers(context, job, asPlanned, backup);
  const safetyBackup = plan.safetyBackup ? await makeSafetyBackup(context, job, planned) : null;
  const { docker } = planned.live;
  const images = imagesToLoad(planned);
  const before = await presentImages(docker, images);
  const sites = await stageAll(context, job, planned, before);
  const stopWindowMs = await exchange(context, job, {
    live: planned.live,
    plan: planned.plan,
    sites,
    alsoStopped: async () => {
      if (docker !== null && images.length > 0) await loadSavedImages(job, docker, planned.pack, images);
    },
    takeBack: async () => restoreImageNames(docker, before),
  });
  context.catalog.kept.setState(job.id, 'kept');
  return {
    jobId: job.id,
    stack: plan.stack,
    backup: backup.name,
    scope: plan.scope,
    replaced: plan.replaces.map((replacement) => replacement.sourceId),
    safetyBackup,
    stopWindowMs,
    undoable: sites.length > 0,
    loadedImages: images.map(({ reference }) => reference),
  };
}

/** Starts the database servers that do not run, and plans again with what they say. At the job's end they are stopped. */
async function startServers(
  context: EngineContext,
  job: JobControl,
  planned: PlannedRollback,
  backup: BackupView,
): Promise<PlannedRollback> {
  const { plan, live } = planned;
  const { docker } = live;
  if (docker === null || plan.starts.length === 0) return planned;
  for (const { server, engine, containerId } of live.databases.filter((it) => plan.starts.includes(it.server)))
    await wakeServer(job, { docker, engine, service: server, containerId }, { source: server, asFound: true });
  return planRollback(context, backup, plan, job.signal);
}

function imagesToLoad({ plan, pack }: PlannedRollback): readonly ExpectedImage[] {
  const replacement = plan.replaces.find(({ kind }) => kind === 'image');
  const part = pack.manifest.parts.find((candidate) => candidate.part === replacement?.part);
  return part?.kind === 'image' ? part.images : [];
}

/** Saves the present state of what will be replaced; sources that are gone have none. Returns the backup's name. */
async function makeSafetyBackup(
  context: EngineContext,
  job: JobControl,
  { plan, live }: PlannedRollback,
): Promise<string | null> {
  const present = live.state.sources.filter((source) => {
    const replaced = plan.replaces.some((replacement) => replacement.sourceId === source.id && !replacement.creates);
    const here = live.docker !== null || existingFamily(source.location).length > 0;
    return replaced && here && source.kind !== 'config' && source.kind !== 'image';
  });
  if (present.length === 0) return null;
  const options = backupOptions(
    {
      stack: plan.stack,
      type: 'pre-rollback',
      trigger: `before rollback to ${plan.backup.name}`,
      only: present.map((source) => source.id),
      // Who rolls back is in need: no target is waited for, and none that is away refuses it. It is copied later.
      replicate: false,
      ...(plan.version.current === null ? {} : { appVersion: plan.version.current }),
    },
    live.stack.backup,
  );
  try {
    const made = await runBackup(context, job, live.stack, options);
    enqueueCopies(context, made);
    return made.name;
  } catch (error) {
    // An application that does not come up is what rollbacks are for: its data is saved, and that is enough.
    const saved = context.catalog.backups.list(live.stack.id).find((backup) => backup.jobId === job.id);
    if (!hasCode(error, 'SERVICE_NOT_BACK') || saved?.verified !== true) throw error;
    job.log.warn({ error }, 'the services were not back after the safety backup');
    enqueueCopies(context, saved);
    return saved.name;
  } finally {
    job.update({ backupId: plan.backup.id });
  }
}

/**
 * Extracts and reads back everything beside the live data. At the job's end, what is only staged by then is
 * removed; a site whose exchange has begun is left to `release`, `undo` or recovery, by the row in the catalog.
 */
export async function stageAll(
  context: EngineContext,
  job: JobControl,
  planned: PlannedRollback,
  images: readonly ExpectedImage[],
): Promise<StagedSite[]> {
  const { plan, pack, live } = planned;
  const { services } = live.state;
  const access = { jobId: job.id, pack: pack.manifest.name, docker: live.docker, images: imagesOf(live), services };
  const replaces = plan.replaces.filter((replacement) => replacement.kind !== 'image');
  const refs = replaces
    .map((replacement) => ({ replacement, ref: siteRefOf(replacement, planned) }))
    // Single files first: they renew the time of their folder, which the folder's own exchange then sets.
    .toSorted((a, b) => Number(a.ref.names === null) - Number(b.ref.names === null));
  const at = isoTime(context.clock());
  const row = { jobId: job.id, stackId: plan.stackId, backupId: plan.backup.id, images, at };
  context.catalog.kept.insert({ ...row, state: 'preparing', sites: refs.map(({ ref }) => ref) });
  const staged: StagedSite[] = [];
  job.resources.defer(async () => removeStaging(context, job.id, staged));
  for (const { replacement, ref } of refs) {
    await makeMissingVolume(job, planned, replacement.sourceId, ref.root);
    const { site, stage, check } = stagingOf(planned, replacement, ref, access, job);
    staged.push({ ref, site });
    const begin = (phase: 'staging' | 'checking') => {
      job.progress.phase(phase, replacement.bytes);
      job.progress.item(replacement.sourceId);
    };
    begin('staging');
    await job.step('stage', { source: ref.sourceId, root: ref.root }, stage);
    begin('checking');
    await job.step('check', { source: ref.sourceId }, check);
  }
  return staged;
}

/** How one replacement is laid out beside the live data, and read back. */
interface Staging {
  readonly site: ExchangeSite;
  readonly stage: () => Promise<void>;
  readonly check: () => Promise<void>;
}

function stagingOf(
  { pack }: PlannedRollback,
  replacement: PlannedReplacement,
  ref: SwapSiteRef,
  access: SiteAccess,
  job: JobControl,
): Staging {
  const { signal } = job;
  if (ref.kind === 'database') {
    const site = openDatabase(ref, access);
    const { dump, rows } = dumpContent(pack, replacement.part, signal);
    return {
      site,
      stage: async () => {
        const roles = rolesContent(pack, replacement.part, signal);
        if (roles !== null) await addMissingRoles(databaseServerOf(ref, access), roles, signal);
        await site.stage(counted(dump, job), signal);
      },
      check: async () => site.check(rows, signal),
    };
  }
  const site = openSite(ref, access);
  const { tar, index } = stagedContent(pack, replacement, signal);
  return {
    site,
    stage: async () => site.stage(counted(tar, job), signal),
    check: async () => site.check(countedEntries(index(), job), signal),
  };
}

async function removeStaging(context: EngineContext, jobId: string, staged: readonly StagedSite[]): Promise<void> {
  const states = await Promise.all(staged.map(async ({ site }) => site.probe()));
  if (states.some((state) => state === 'moving' || state === 'swapped')) return;
  const hasDatabase = staged.some(({ ref }) => ref.kind === 'database');
  if (hasDatabase && ranOnNewData(context.catalog.journal.rows(jobId))) {
    // What clients wrote to the new database is in no pack: it is kept for `release`, as recovery keeps it.
    context.catalog.kept.setState(jobId, 'undone');
    return;
  }
  for (const { site } of staged.toReversed()) await site.release();
  context.catalog.kept.remove(jobId);
}

function counted(tar: Readable, job: JobControl): Readable {
  return Readable.from(
    (async function* () {
      for await (const bytes of chunksOf(tar)) {
        job.progress.add(bytes.length);
        yield bytes;
      }
    })(),
    { objectMode: true, highWaterMark: 2 },
  );
}

/** A site compares as it takes entries, so what it has taken is what it is at. */
async function* countedEntries(
  index: AsyncIterable<IndexEntry>,
  job: JobControl,
): AsyncGenerator<IndexEntry, void, undefined> {
  for await (const entry of index) {
    yield entry;
    job.progress.add(entry.size);
  }
}

/** A volume that is gone is made again as it was; it stays, empty, when the rollback is undone. */
async function makeMissingVolume(
  job: JobControl,
  { pack, live }: PlannedRollback,
  sourceId: string,
  name: string,
): Promise<void> {
  const part = pack.manifest.parts.find((candidate) => candidate.source === sourceId);
  if (live.docker === null || part?.kind !== 'volume' || part.volume === null) return;
  if ((await findVolume(live.docker, name, job.signal)) !== null) return;
  const { docker } = live;
  const { volume } = part;
  await job.step('create volume', { volume: name }, async () => createVolume(docker, name, volume, job.signal));
}
