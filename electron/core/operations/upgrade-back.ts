import type { ServiceState } from '../../../shared/model/stack.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import type { Docker } from '../docker/client.ts';
import { startContainer, stopContainer } from '../docker/containers.ts';
import { findImage } from '../docker/images.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { findBackup, openBackup } from './backup-lookup.ts';
import { putConfigBack } from './config-back.ts';
import { assertNobodyWrites, type StagedSite, stopFor } from './exchange.ts';
import { loadSavedImages, presentImages } from './image-load.ts';
import { stageAll } from './rollback.ts';
import { type PlannedRollback, planRollback } from './rollback-plan.ts';
import { lookAt } from './stack-access.ts';
import type { StopWindow } from './stop-window.ts';
import { goneImages, imagesOfServices, nameImages } from './upgrade-images.ts';
import { startOldVersion } from './upgrade-services.ts';

/**
 * Brings a stack back to the point of its guarded upgrade: compose files and `.env`, data, image names, and the
 * containers of the old definition, which run and are well when this resolves. Until the data is exchanged, a failure
 * leaves the new version running; afterwards the containers of the new version stay stopped, whatever fails. What the
 * new version has written is kept until `release`. May run again after a crash at any point of itself.
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
  if (!context.catalog.upgrades.get(upgrade.id)?.dataBack) await putDataBack(context, job, upgrade);
  if (docker === null) return;
  await stopOwn(context, job, upgrade, docker);
  await putImagesBack(job, upgrade, docker, pack);
  await startOldVersion(context, job, upgrade, docker);
}

async function assertImages(docker: Docker, { services }: Upgrade, pack: CompletePack): Promise<void> {
  const gone = await goneImages(docker, imagesOfServices(services), pack.manifest);
  if (gone.length > 0)
    throw new AppError('UPGRADE_IMAGE_GONE', {
      images: gone.map(({ reference, id }) => `${reference} (${id})`).join(', '),
    });
}

async function putDataBack(context: EngineContext, job: JobControl, upgrade: Upgrade): Promise<void> {
  const backup = findBackup(context, upgrade.backupId ?? '');
  const request = { scope: 'full', only: [], exclude: [], safetyBackup: false } as const;
  const planned = await planRollback(context, backup, request, job.signal);
  // What stands there now, so that an undo of this gives the names back to the new version.
  const before = await presentImages(planned.live.docker, imagesOfServices(upgrade.services));
  const sites = await stageAll(context, job, planned, before);
  const stopped = planned.live.docker === null ? [] : await stopOwn(context, job, upgrade, planned.live.docker);
  try {
    await exchangeStopped(context, job, planned, sites);
  } catch (error) {
    for (const { ref, site } of sites.toReversed())
      await job.rescue('swap back', { source: ref.sourceId, root: ref.root }, async () => site.swapBack());
    await startNewVersion(job, planned.live.docker, stopped);
    throw error;
  }
  context.catalog.together(() => {
    context.catalog.kept.setState(job.id, 'kept');
    context.catalog.upgrades.update(upgrade.id, { dataBack: true });
  });
}

/** The data is as the new version left it: then that is what runs. One that does not start keeps no other from it. */
async function startNewVersion(
  job: JobControl,
  docker: Docker | null,
  stopped: readonly ServiceState[],
): Promise<void> {
  if (docker === null) return;
  for (const { containerId, service } of stopped.toReversed()) {
    const start = async (): Promise<void> => startContainer(docker, containerId);
    await job
      .rescue('start', { containerId, service }, start)
      .catch((error: unknown) => job.log.error({ error, service }, 'it could not be started again'));
  }
}

/** Containers of other stacks that write to the data are stopped and started as at every rollback. */
async function exchangeStopped(
  context: EngineContext,
  job: JobControl,
  { plan, live }: PlannedRollback,
  sites: readonly StagedSite[],
): Promise<void> {
  const locations = plan.replaces.map(({ location }) => location);
  let window: StopWindow | null = null;
  if (live.docker !== null) {
    ({ window } = await stopFor(context, job, await lookAt(context, live.stack), locations));
    await assertNobodyWrites(context, live, locations);
  }
  job.progress.phase('swapping');
  for (const { ref, site } of sites)
    await job.step('swap in', { source: ref.sourceId, root: ref.root }, async () => site.swapIn());
  await window?.end();
}

/** Stops what runs of the stack itself. They owe nothing to the ledger: the record of the upgrade is what is owed. */
async function stopOwn(
  context: EngineContext,
  job: JobControl,
  { stackId }: Upgrade,
  docker: Docker,
): Promise<ServiceState[]> {
  const stack = context.catalog.stacks.get(stackId);
  if (stack === null) throw new AppError('STACK_NOT_FOUND', { stack: stackId });
  job.progress.phase('stopping');
  const { state } = await lookAt(context, stack);
  const running = state.services.filter(({ foreign, role }) => !foreign && role === 'long-running');
  for (const { containerId, service } of running)
    await job.step('stop', { containerId, service }, async () => stopContainer(docker, containerId));
  return running;
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
