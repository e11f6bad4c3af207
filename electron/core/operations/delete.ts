import { readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { Backup } from '../../../shared/model/backup.ts';
import { packFile } from '../archive/pack-layout.ts';
import { syncFolder } from '../durable-file.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { errnoOf, fileFailure } from '../file-failure.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { renameFree } from '../rename-free.ts';
import { checkStorage } from './storage.ts';
import { trashName } from './sweep-rule.ts';
import { isThere } from '../file-presence.ts';

/**
 * Deletes a backup: first renamed, so that it can never look whole while it goes, then removed, then
 * forgotten. BACKUP_IN_USE while a rollback to it can still be undone, or a guarded upgrade may go back to it;
 * STORAGE_UNWRITABLE when its storage is not
 * there; PACK_FOREIGN when another pack lies in its place. May run again after a crash.
 */
export async function deleteBackup(context: EngineContext, job: JobControl, backup: BackupView): Promise<Backup> {
  const kept = context.catalog.kept.list().find((site) => site.backupId === backup.id);
  if (kept !== undefined) throw new AppError('BACKUP_IN_USE', { backup: backup.name, job: kept.jobId });
  const upgrade = context.catalog.upgrades.open().find(({ backupId }) => backupId === backup.id);
  if (upgrade !== undefined) throw new AppError('BACKUP_IN_USE', { backup: backup.name, job: upgrade.id });
  job.progress.phase('deleting');
  if (backup.path !== null) await removePack(job, backup, backup.path);
  context.catalog.together(() => {
    context.catalog.backups.remove(backup.id);
    context.catalog.replicaCopies.forgetBackup(backup.id);
  });
  return backup;
}

async function removePack(job: JobControl, backup: BackupView, path: string): Promise<void> {
  const folder = dirname(path);
  // An unplugged disk is no reason to forget what is on it.
  await checkStorage({ storage: dirname(folder), slug: basename(folder) });
  if (!(await isThere(path))) return;
  const found = await statedPackId(path);
  if (found !== null && found.packId !== backup.packId)
    throw new AppError('PACK_FOREIGN', { pack: path, stack: backup.name, other: found.name });
  await throwAway(job, path);
}

const Stated = z.object({ packId: z.string(), name: z.string().optional() });

/** What a folder says it is, also one that is damaged: by its manifest, else by its DONE; null when by neither. */
async function statedPackId(path: string): Promise<{ readonly packId: string; readonly name: string } | null> {
  for (const file of [packFile.manifest, packFile.done]) {
    const text = await readFile(join(path, file), 'utf8').catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return '';
      throw fileFailure(error, path);
    });
    const stated = Stated.safeParse(jsonOf(text));
    if (stated.success) return { packId: stated.data.packId, name: stated.data.name ?? stated.data.packId };
  }
  return null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Removes a pack from where it is: renamed first, so that it can never look whole while it goes. */
export async function throwAway(job: JobControl, path: string): Promise<void> {
  const trash = join(dirname(path), trashName(job.id, basename(path)));
  await job.step('rename to trash', { path, trash }, async () => {
    await renameFree(path, trash);
    await syncFolder(dirname(path));
  });
  await job.step('remove', { trash }, async () => rm(trash, { recursive: true, force: true }));
}
