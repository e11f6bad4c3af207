import type { Upgrade } from '../../../shared/model/upgrade.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import type { Docker } from '../docker/client.ts';
import { removeHelpers } from '../docker/helper-container.ts';
import { findImage } from '../docker/images.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { findBackup, openBackup } from './backup-lookup.ts';
import { putConfigBack, takeConfigBack } from './config-back.ts';
import { assertNobodyWrites, type StagedSite, stopFor } from './exchange.ts';
import { isHalfExchanged, ranOnNewData } from './half-exchanged.ts';
import { loadSavedImages, presentImages } from './image-load.ts';
import { stageAll } from './rollback.ts';
import { planRollback } from './rollback-plan.ts';
import { lookAt } from './stack-access.ts';
import { stopRefusals } from './stop-refusals.ts';
import type { StopWindow } from './stop-window.ts';
import { filesAmong, sourcesAt } from './stops-for.ts';
import { runRelease, runUndo } from './undo.ts';
import { goneImages, imagesOfServices, nameImages } from './upgrade-images.ts';
import { startOldVersion } from './upgrade-services.ts';
import { giveRestartsBack, startNewVersion, type StoppedOwn, stopOwn } from './upgrade-stop.ts';

/**
 * Brings a stack back to the point of its guarded upgrade: compose files and `.env`, data, image names, and the
 * containers of the old definition, which run and are well when this resolves. Until the data is exchanged, a failure
 * leaves the new version running, on its files, unless that would be on a mixture of old and new data; afterwards the
 * containers of the new version stay stopped, whatever fails. What the new version has written is kept until `release`.
 * May run again after a crash at any point of itself.
 */
export async function goBack(context: EngineContext, job: JobControl, upgrade: Upgrade): Promise<void> {
  if (upgrade.backupId === null) throw new AppError('INTERNAL', { detail: `${upgrade.id} has no point` });
  job.progress.phase('preparing');
  const backup = findBackup(context, upgrade.backupId);
  job.update({ backupId: backup.id });
  const pack = await openBackup(backup);
  const docker = upgrade.compose === null ? null : await context.docker();
  if (docker !== null) await assertImages(docker, upgrade, pack);
  // First of all: files that an upgrade has broken would keep everything else from being planned.
  const changed = await job.step('put configuration back', {}, async () =>
    putConfigBack(pack, upgrade.compose?.directory ?? null, upgrade.id),
  );
  if (changed.length > 0) job.log.info({ changed }, 'configuration is as it was');
  if (!context.catalog.upgrades.get(upgrade.id)?.dataBack) {
    try {
      await putDataBack(context, job, upgrade, docker);
    } catch (error) {
      // The old files on the new version's data would have the next `docker compose up` start the old version on it.
      await job
        .rescue('leave configuration as it was', { changed }, async () => takeConfigBack(changed))
        .catch((failure: unknown) => job.log.error({ error: failure }, 'the files of the new version stay aside'));
      throw error;
    }
  }
  if (docker === null) return;
  await stopOwn(context, job, upgrade, docker, []);
  await putImagesBack(job, upgrade, docker, pack);
  await startOldVersion(context, job, upgrade, docker);
  await giveRestartsBack(context, job, upgrade, docker);
}

async function assertImages(docker: Docker, { services }: Upgrade, pack: CompletePack): Promise<void> {
  const gone = await goneImages(docker, imagesOfServices(services), pack.manifest);
  if (gone.length > 0)
    throw new AppError('UPGRADE_IMAGE_GONE', {
      images: gone.map(({ reference, id }) => `${reference} (${id})`).join(', '),
    });
}

async function putDataBack(
  context: EngineContext,
  job: JobControl,
  upgrade: Upgrade,
  docker: Docker | null,
): Promise<void> {
  const backup = findBackup(context, upgrade.backupId ?? '');
  const request = { scope: 'full', only: [], exclude: [], safetyBackup: false } as const;
  const stopped: StoppedOwn[] = [];
  let sites: readonly StagedSite[] = [];
  let window: StopWindow | null = null;
  await makeWhole(context, job, upgrade, docker, stopped);
  try {
    const planned = await planRollback(context, backup, request, job.signal);
    const locations = planned.plan.replaces.map(({ location }) => location);
    const { services, sources } = planned.live.state;
    const [refusal] = stopRefusals(services, filesAmong(sourcesAt(locations, { sources })));
    if (refusal !== undefined) throw refusal;
    // What stands there now, so that an undo of this gives the names back to the new version.
    const before = await presentImages(docker, imagesOfServices(upgrade.services));
    sites = await stageAll(context, job, planned, before);
    if (docker !== null) {
      await stopOwn(context, job, upgrade, docker, stopped);
      // Containers of other stacks that write to the data are stopped and started as at every rollback.
      ({ window } = await stopFor(context, job, await lookAt(context, planned.live.stack), locations));
      await assertNobodyWrites(context, planned.live, locations);
    }
    job.progress.phase('swapping');
    for (const { ref, site } of sites)
      await job.step('swap in', { source: ref.sourceId, root: ref.root }, async () => site.swapIn());
    await window?.end();
  } catch (error) {
    job.log.warn({ error }, 'the new version keeps its data');
    await swapBack(job, sites, window);
    // What was stopped of other stacks is started by the clean-up of its window.
    if (docker !== null) await startNewVersion(job, docker, stopped);
    throw error;
  }
  context.catalog.together(() => {
    context.catalog.kept.setState(job.id, 'kept');
    context.catalog.upgrades.update(upgrade.id, { dataBack: true });
  });
}

async function swapBack(job: JobControl, sites: readonly StagedSite[], window: StopWindow | null): Promise<void> {
  try {
    await window?.reopen();
    for (const { ref, site } of sites.toReversed())
      await job.rescue('swap back', { source: ref.sourceId, root: ref.root }, async () => site.swapBack());
  } catch (error) {
    // An application that started on a mixture of old and new data would spoil both.
    window?.abandon();
    throw error;
  }
}

/**
 * Ends an exchange that an earlier try has left half done, before anything is exchanged on top of it: recovery would
 * undo it some day, and put what was live then in the place of what is live by then.
 */
async function makeWhole(
  context: EngineContext,
  job: JobControl,
  upgrade: Upgrade,
  docker: Docker | null,
  stopped: StoppedOwn[],
): Promise<void> {
  const { kept: rows, journal } = context.catalog;
  const half = rows.list().filter((kept) => kept.stackId === upgrade.stackId && isHalfExchanged(kept));
  if (half.length === 0) return;
  if (docker !== null) await stopOwn(context, job, upgrade, docker, stopped);
  for (const kept of half.toSorted((a, b) => (a.at < b.at ? 1 : -1))) {
    // A helper container outlives its job, and may be moving these files.
    if (docker !== null) await removeHelpers(docker, (id) => id === kept.jobId);
    await runUndo(context, job, kept);
    // What nobody has worked on is in the point.
    if (kept.state === 'preparing' && !ranOnNewData(journal.rows(kept.jobId)))
      await runRelease(context, job, { ...kept, state: 'undone' });
  }
}

async function putImagesBack(
  job: JobControl,
  { services }: Upgrade,
  docker: Docker,
  pack: CompletePack,
): Promise<void> {
  const images = imagesOfServices(services);
  const missing = [];
  for (const image of images) if ((await findImage(docker, image.id)) === null) missing.push(image);
  if (missing.length > 0) {
    const part = pack.manifest.parts.find(({ kind }) => kind === 'image');
    if (part?.kind === 'image') await loadSavedImages(job, docker, pack, part.images);
  }
  await job.step('name images', { images }, async () => nameImages(docker, images));
}
