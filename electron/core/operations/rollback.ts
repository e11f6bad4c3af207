import { Readable } from 'node:stream';
import { join } from 'node:path';
import type { RollbackPlan, RollbackResult } from '../../../shared/model/rollback.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import { readPart } from '../archive/part-reader.ts';
import { verifyPack } from '../archive/verify-pack.ts';
import { isoTime } from '../clock.ts';
import { loadImages } from '../docker/images.ts';
import { createVolume, findVolume } from '../docker/volumes.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode } from '../errors.ts';
import { existingFamily } from '../folders/sqlite-family.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { runBackup } from './backup.ts';
import { findBackup } from './backup-lookup.ts';
import { backupOptions } from './backup-options.ts';
import { exchange, type StagedSite } from './exchange.ts';
import { type PlannedRollback, replan } from './rollback-plan.ts';
import { imagesOf, openSite, siteRefOf, stagedContent } from './swap-sites.ts';
import { chunksOf } from '../byte-stream.ts';

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
  job.progress.phase('preparing');
  const backup = findBackup(context, plan.backup.id);
  job.update({ backupId: backup.id });
  const planned = await replan(context, plan, backup, job.signal);
  const { version } = planned.plan;
  if (version.majorDiffers && !options.acceptMajorVersion) {
    throw new AppError('VERSION_MAJOR_DIFFERS', {
      stack: plan.stack,
      from: version.current ?? '',
      to: version.target ?? '',
    });
  }
  // Staging would notice too, but the safety backup before it stops services, and a broken pack is not worth that.
  if (plan.safetyBackup && plan.stops.length > 0) await readBack(job, planned.pack);
  const safetyBackup = plan.safetyBackup ? await makeSafetyBackup(context, job, planned) : null;
  const sites = await stageAll(context, job, planned);
  const stopWindowMs = await exchange(context, job, {
    live: planned.live,
    plan,
    sites: sites.staged,
    alsoStopped: async () => loadSavedImages(job, planned),
  }).catch(async (error: unknown) => {
    // Stuck data is for `recover` and for people; everything else is back as it was, so staging can go.
    if (hasCode(error, 'ROLLBACK_STUCK')) sites.keep();
    throw error;
  });
  context.catalog.kept.setState(job.id, 'kept');
  sites.keep();
  return {
    jobId: job.id,
    stack: plan.stack,
    backup: backup.name,
    scope: plan.scope,
    replaced: plan.replaces.map((replacement) => replacement.sourceId),
    safetyBackup,
    stopWindowMs,
    undoable: sites.staged.length > 0,
  };
}

async function readBack(job: JobControl, pack: CompletePack): Promise<void> {
  const { path, manifest, files } = pack;
  job.progress.phase('verifying', manifest.totals.rawBytes);
  await job.step('read back', { path }, async () =>
    verifyPack(
      { path, manifest, files: files.keys() },
      {
        signal: job.signal,
        depth: 'bytes',
        onBytes: (bytes) => job.progress.add(bytes),
        onPart: (part) => job.progress.item(part),
      },
    ),
  );
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
  const options = backupOptions({
    stack: plan.stack,
    type: 'pre-rollback',
    trigger: `before rollback to ${plan.backup.name}`,
    only: present.map((source) => source.id),
    ...(plan.version.current === null ? {} : { appVersion: plan.version.current }),
  });
  const backup = await runBackup(context, job, live.stack, options);
  job.update({ backupId: plan.backup.id });
  return backup.name;
}

/** Extracts and reads back everything beside the live data. What is staged is removed at the job's end unless kept. */
async function stageAll(
  context: EngineContext,
  job: JobControl,
  planned: PlannedRollback,
): Promise<{ staged: StagedSite[]; keep: () => void }> {
  const { plan, pack, live } = planned;
  const access = { jobId: job.id, pack: pack.manifest.name, docker: live.docker, images: imagesOf(live) };
  const replaces = plan.replaces.filter((replacement) => replacement.kind !== 'image');
  const refs = replaces
    .map((replacement) => ({ replacement, ref: siteRefOf(replacement, pack, live) }))
    // Single files first: they renew the time of their folder, which the folder's own exchange then sets.
    .toSorted((a, b) => Number(a.ref.names === null) - Number(b.ref.names === null));
  context.catalog.kept.insert({
    jobId: job.id,
    stackId: plan.stackId,
    backupId: plan.backup.id,
    state: 'preparing',
    sites: refs.map(({ ref }) => ref),
    at: isoTime(context.clock()),
  });
  const staged: StagedSite[] = [];
  let kept = false;
  job.resources.defer(async () => {
    if (kept) return;
    for (const { site } of staged) await site.release();
    context.catalog.kept.remove(job.id);
  });
  job.progress.phase(
    'staging',
    replaces.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const { replacement, ref } of refs) {
    await makeMissingVolume(job, planned, replacement.sourceId, ref.root);
    const site = openSite(ref, access);
    staged.push({ ref, site });
    job.progress.item(replacement.sourceId);
    const { tar, index } = stagedContent(pack, replacement, job.signal);
    await job.step('stage', { source: ref.sourceId, root: ref.root }, async () =>
      site.stage(counted(tar, job), job.signal),
    );
    await job.step('check', { source: ref.sourceId }, async () => site.check(index(), job.signal));
  }
  return {
    staged,
    keep: () => {
      kept = true;
    },
  };
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

async function loadSavedImages(job: JobControl, { plan, pack, live }: PlannedRollback): Promise<void> {
  const replacement = plan.replaces.find(({ kind }) => kind === 'image');
  const part = pack.manifest.parts.find((candidate) => candidate.part === replacement?.part);
  if (part?.kind !== 'image' || live.docker === null) return;
  const { docker } = live;
  const read = readPart({
    file: join(pack.path, part.part),
    part: part.part,
    format: part.codec,
    expected: part.digest,
    signal: job.signal,
  });
  await job.step('load images', { images: part.images.map(({ reference }) => reference) }, async () =>
    loadImages(docker, Readable.from(read, { objectMode: false }), part.images, job.signal),
  );
}
