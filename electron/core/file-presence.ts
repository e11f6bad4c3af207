import { lstat } from 'node:fs/promises';
import { errnoOf, fileFailure } from './file-failure.ts';

/** Whether anything is at a path, a dangling link too. FILE_FAILED when nobody can tell, which is not absence. */
export async function isThere(path: string | Buffer): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false;
    throw fileFailure(error, path);
  }
}
