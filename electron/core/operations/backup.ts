import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '../../../shared/model/backup.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { canonicalJson } from '../archive/canonical-json.ts';
import { packName } from '../archive/pack-name.ts';
import { publishPack, writePackFiles } from '../archive/publish.ts';
import { warmScanWorkers } from '../archive/scan-session.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, rebuildError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { copyStack } from './backup-copy.ts';
import type { BackupOptions } from './backup-options.ts';
import { assertWholeData } from './half-exchanged.ts';
import { previewBackup } from './backup-preview.ts';
import { newBackup, sourcesOf } from './backup-record.ts';
import { leftNothing } from './left-nothing.ts';
import { composeManifest, packTexts } from './manifest-of-backup.ts';
import { lookAt } from './stack-access.ts';
import { enqueueCopies, replicateBackup } from './replicate.ts';
import { checkRequired } from './required-replicas.ts';
import { packsFolder, workFolder } from './storage.ts';
import { progressOf } from './read-back.ts';

/**
 * The body of a backup job. Its record is in the catalog from the first moment and tells how it ended,
 * also when it was refused, failed or cancelled. Resolves with a backup whose every byte was read back;
 * SERVICE_NOT_BACK after that means that the backup is good and the application is not. Then it is copied to the
 * targets of its stack: what fails there makes no backup bad, and is the job's warning.
 */
export async function runBackup(
  context: EngineContext,
  job: JobControl,
  stack: Stack,
  options: BackupOptions,
): Promise<Backup> {
  const { catalog, clock } = context;
  assertWholeData(catalog, stack, job.id);
  const createdAt = isoTime(clock());
  const record = newBackup(stack, options, job.id, freeName(context, stack, options, createdAt), createdAt);
  catalog.backups.insert(record);
  job.update({ backupId: record.id });
  const end = (status: Backup['status']) => ({
    status,
    endedAt: isoTime(clock()),
    durationMs: clock() - Date.parse(createdAt),
  });
  let made: MadePack;
  try {
    made = await makePack(context, job, stack, options, record);
  } catch (error) {
    const cancelled = job.signal.aborted;
    catalog.backups.update(record.id, {
      ...end(cancelled ? 'cancelled' : 'failed'),
      error: reportOf(cancelled ? job.signal.reason : error),
    });
    throw error;
  }
  const backup = catalog.together(() => {
    const good = catalog.backups.update(record.id, { ...made.facts, ...end('succeeded') });
    if (options.replicate) enqueueCopies(context, good);
    return good;
  });
  job.progress.phase('waiting-healthy');
  await made.healthy;
  if (options.replicate) {
    const warning = await replicateBackup(context, job, backup);
    if (warning !== null) job.update({ warning });
  }
  return backup;
}

/** A name that neither the catalog nor the storage has. */
export function freeName(
  context: EngineContext,
  stack: Stack,
  options: Pick<BackupOptions, 'type' | 'appVersion'>,
  createdAt: string,
): string {
  const known = new Set(context.catalog.backups.list(stack.id).map((backup) => backup.name));
  for (let attempt = 1; ; attempt++) {
    const name = packName(options.type, options.appVersion, createdAt, attempt);
    if (!known.has(name) && !existsSync(join(packsFolder(stack), name))) return name;
  }
}

interface MadePack {
  readonly facts: Partial<Backup>;
  /** Settles when the services that were stopped are healthy again. */
  readonly healthy: Promise<void>;
}

async function makePack(
  context: EngineContext,
  job: JobControl,
  stack: Stack,
  options: BackupOptions,
  record: Backup,
): Promise<MadePack> {
  job.progress.phase('preparing');
  // Its start costs time that is had now, while the sources are measured, and not in the stop window.
  warmScanWorkers(1);
  const preview = await job.step('preview', options, async () => previewBackup(context, stack, options, job.signal));
  const [refusal] = preview.refusals;
  if (refusal !== undefined) throw rebuildError(refusal);
  if (options.replicate) await checkRequired(context, job, stack, preview.estimatedStoredBytes);
  const live = await lookAt(context, stack, job.signal);
  const folder = workFolder(stack, job.id, record.createdAt);
  await job.step('make work folder', { folder }, async () => mkdir(folder, { recursive: true, mode: 0o700 }));
  job.resources.defer(async () => rm(folder, { recursive: true, force: true }));
  job.update({ outputPath: folder });

  const copied = await copyStack(context, job, live, options, folder, preview.estimatedBytes);
  job.progress.phase('writing-pack');
  const manifest = composeManifest({
    context,
    stack,
    options,
    record,
    live,
    copied,
    endedAt: isoTime(context.clock()),
  });
  if (leftNothing(manifest.parts)) throw new AppError('STACK_EMPTY', { stack: stack.name });
  await job.step('write pack files', {}, async () =>
    writePackFiles(folder, manifest, packTexts(context, stack, options, manifest)),
  );
  const path = join(packsFolder(stack), record.name);
  job.progress.phase('verifying', manifest.totals.rawBytes);
  await job.step('publish', { path }, async () => publishPack(folder, path, manifest, progressOf(job)));
  job.update({ outputPath: path });
  const facts = {
    stopWindowMs: copied.stopWindowMs,
    path,
    checksum: createHash('sha256').update(canonicalJson(manifest)).digest('hex'),
    sources: sourcesOf(manifest),
    rawBytes: manifest.totals.rawBytes,
    storedBytes: manifest.totals.storedBytes,
    verified: true,
    verifiedAt: isoTime(context.clock()),
  };
  return { facts, healthy: copied.healthy };
}
