import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../../shared/model/stack.ts';
import { temporaryFolder } from '../archive/pack-layout.ts';
import { AppError, detailOf } from '../errors.ts';

/** Folder that holds the packs of a stack. */
export function packsFolder(stack: Pick<Stack, 'storage' | 'slug'>): string {
  return join(stack.storage, stack.slug);
}

/** Folder of a job's unfinished work, on the same file system as the packs. */
export function workFolder(stack: Pick<Stack, 'storage' | 'slug'>, jobId: string, startedAt: string): string {
  return join(packsFolder(stack), temporaryFolder, `job_${jobId}_${startedAt.slice(0, 19).replaceAll(':', '-')}`);
}

/** Makes the storage of a new stack. STORAGE_UNWRITABLE when it cannot be made or written to. */
export async function makeStorage(stack: Pick<Stack, 'storage' | 'slug'>): Promise<void> {
  try {
    await mkdir(packsFolder(stack), { recursive: true });
    await access(packsFolder(stack), constants.W_OK);
  } catch (error) {
    throw new AppError('STORAGE_UNWRITABLE', { path: packsFolder(stack), detail: detailOf(error) }, { cause: error });
  }
}

/**
 * Refuses a storage that is not what it was: gone (an unplugged disk must not be replaced by an empty
 * folder of the same name) or read-only. STORAGE_UNWRITABLE.
 */
export async function checkStorage(stack: Pick<Stack, 'storage' | 'slug'>): Promise<void> {
  const path = packsFolder(stack);
  try {
    if (!(await stat(path)).isDirectory()) throw new Error('it is not a folder');
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AppError('STORAGE_UNWRITABLE', { path, detail: detailOf(error) }, { cause: error });
  }
}

/** Bytes that this process may still write below `path`. */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    throw new AppError('STORAGE_UNWRITABLE', { path, detail: detailOf(error) }, { cause: error });
  }
}
