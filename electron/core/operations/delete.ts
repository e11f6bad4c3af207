import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Backup } from '../../../shared/model/backup.ts';
import { syncFolder } from '../durable-file.ts';
import type { BackupView } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { renameFree } from '../rename-free.ts';
import { trashName } from './sweep-rule.ts';

export { trashPrefix } from './sweep-rule.ts';

/**
 * Deletes a backup: first renamed, so that it can never look whole while it goes, then removed, then
 * forgotten. BACKUP_IN_USE while a rollback to it can still be undone. May run again after a crash.
 */
export async function deleteBackup(context: EngineContext, job: JobControl, backup: BackupView): Promise<Backup> {
  const kept = context.catalog.kept.list().find((site) => site.backupId === backup.id);
  if (kept !== undefined) throw new AppError('BACKUP_IN_USE', { backup: backup.name, job: kept.jobId });
  job.progress.phase('deleting');
  const { path } = backup;
  if (path !== null && existsSync(path)) await throwAway(job, path);
  context.catalog.backups.remove(backup.id);
  return backup;
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
