import { randomUUID } from 'node:crypto';
import { lstat, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../../shared/model/stack.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { isWithin } from './nested-folders.ts';
import { refuseInsidePack } from './pack-listing.ts';
import { errnoOf, fileFailure } from '../file-failure.ts';

/**
 * Refuses a new storage that would do harm: inside a pack, or where a rollback whose old data is kept
 * would move it away when it is undone. PATH_UNSAFE, STACK_KEEPS_DATA, STACK_BUSY.
 */
export function refuseMigration(context: EngineContext, jobId: string, stack: Stack, directory: string): void {
  const open = context.catalog.jobs.open().find((job) => job.stackId === stack.id && job.id !== jobId);
  if (open !== undefined)
    throw new AppError('STACK_BUSY', { stack: stack.name, job: open.id, kind: open.kind, since: open.createdAt });
  refuseInsidePack(directory);
  const kept = context.catalog.kept
    .list()
    .find((row) =>
      row.sites.some((site) => site.access === 'local' && site.kind === 'folder' && isWithin(directory, site.root)),
    );
  if (kept !== undefined) throw new AppError('STACK_KEEPS_DATA', { stack: stack.name, job: kept.jobId });
}

/**
 * Whether two paths are one folder, however it is reached: by links, by two mounts, by a share. A copy
 * that is its own source must never be cleaned up. Asks the folders themselves, with a file for a moment.
 */
export async function isSameFolder(source: string, target: string): Promise<boolean> {
  const name = `.lifeboat-here-${randomUUID()}`;
  const mark = join(target, name);
  try {
    await (await open(mark, 'wx', 0o600)).close();
    return await lstat(join(source, name)).then(
      () => true,
      (error: unknown) => {
        if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false;
        throw error;
      },
    );
  } catch (error) {
    throw fileFailure(error, mark);
  } finally {
    await rm(mark, { force: true });
  }
}
