import { constants } from 'node:fs';
import { access, lstat, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Job } from '../../../shared/model/job.ts';
import type { ExportReport } from '../../../shared/model/report.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import { giveFinalName } from '../archive/publish.ts';
import { singleFileBytes, verifySingleFile, writeSingleFile } from '../archive/single-file-pack.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { AppError, detailOf } from '../errors.ts';
import type { EngineContext } from '../engine-context.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { openBackup } from './backup-lookup.ts';
import { copyPack } from './pack-copy.ts';
import { refuseInsidePack } from './pack-listing.ts';
import { freeBytes } from './storage.ts';

async function checkTarget(to: string): Promise<void> {
  try {
    if (!(await stat(to)).isDirectory()) throw new Error('it is not a folder');
    await access(to, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AppError('STORAGE_UNWRITABLE', { path: to, detail: detailOf(error) }, { cause: error });
  }
}

async function refuseTaken(path: string): Promise<void> {
  if ((await lstat(path).catch(() => null)) !== null) throw new AppError('PACK_NAME_TAKEN', { path });
}

async function refuseWithoutSpace(path: string, needed: number): Promise<void> {
  const free = await freeBytes(path);
  if (needed > free) throw new AppError('SPACE_INSUFFICIENT', { path, needed, free });
}

/**
 * The body of an export: a pack as a folder or as one `.tar` in `to`, read back before it has its name.
 * The pack itself is not touched. STORAGE_UNWRITABLE, PATH_UNSAFE, PACK_NAME_TAKEN and SPACE_INSUFFICIENT come before
 * anything is written; a failed or cancelled export leaves nothing.
 */
export async function exportBackup(
  job: JobControl,
  backup: BackupView,
  to: string,
  options: { readonly singleFile: boolean },
): Promise<ExportReport> {
  job.progress.phase('preparing');
  const pack = await openBackup(backup);
  const path = join(to, options.singleFile ? `${backup.name}.tar` : backup.name);
  const storedBytes = pack.done.bytes;
  await checkTarget(to);
  refuseInsidePack(to);
  await refuseTaken(path);
  await refuseWithoutSpace(to, options.singleFile ? singleFileBytes(pack) : storedBytes);
  const temporary = temporaryOf(to, job.id);
  job.resources.defer(async () => rm(temporary, { recursive: true, force: true }));
  job.update({ outputPath: path });
  job.progress.phase('exporting', storedBytes);
  if (options.singleFile) return job.step('export file', { path }, async () => exportFile(job, pack, temporary, path));
  await job.step('export folder', { path }, async () => {
    await copyPack(job, pack, temporary, path);
  });
  return { backup: backup.name, path, bytes: storedBytes, files: pack.files.size + 1 };
}

function temporaryOf(to: string, jobId: string): string {
  return join(to, `.lifeboat-export-${jobId}`);
}

/** Removes what the export of a dead process had not finished. A disk that is away keeps it. May run twice. */
export async function removeUnfinishedExport(
  { log }: EngineContext,
  { id, outputPath }: Pick<Job, 'id' | 'outputPath'>,
): Promise<void> {
  if (outputPath === null) return;
  const path = temporaryOf(dirname(outputPath), id);
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    log.warn({ error, path, job: id }, 'an unfinished export could not be removed');
  }
}

async function exportFile(job: JobControl, pack: CompletePack, temporary: string, path: string): Promise<ExportReport> {
  const progress = { signal: job.signal, onBytes: (bytes: number) => job.progress.add(bytes) };
  const bytes = await writeSingleFile(pack, temporary, progress);
  job.progress.phase('verifying', pack.done.bytes);
  await verifySingleFile(pack, temporary, progress);
  job.signal.throwIfAborted();
  await giveFinalName(temporary, path);
  return { backup: pack.manifest.name, path, bytes, files: 1 };
}
