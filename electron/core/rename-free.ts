import { rename } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { AppError, detailOf } from './errors.ts';
import { errnoOf } from './file-failure.ts';
import { isThere } from './file-presence.ts';

const transientOnWindows = new Set(['EPERM', 'EACCES', 'EBUSY']);
const longestWaitMs = 60_000;

/**
 * Renames onto a name that does not exist. `rename` alone would silently replace a file or an empty
 * directory, so the target is looked at first: FILE_FAILED when anything is there. On Windows, where
 * scanners and indexers hold files for moments, refusals are tried again for up to 60 s.
 */
export async function renameFree(from: string | Buffer, to: string | Buffer): Promise<void> {
  let waitedMs = 0;
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs + 10, 100)) {
    if (await isThere(to))
      throw new AppError('FILE_FAILED', { path: to.toString(), detail: 'something is there already' });
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const transient = process.platform === 'win32' && transientOnWindows.has(errnoOf(error) ?? '');
      if (!transient || waitedMs >= longestWaitMs) {
        throw new AppError('FILE_FAILED', { path: from.toString(), detail: detailOf(error) }, { cause: error });
      }
      await setTimeout(pauseMs);
      waitedMs += pauseMs;
    }
  }
}
