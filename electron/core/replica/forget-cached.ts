import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const longestMs = 10_000;

/**
 * Lets the system forget what it holds of a file in memory, so that the next reader asks the disk, or the server behind a
 * mount. `file` is absolute and has been flushed. Only Linux has a way that takes no privilege; where there is none, or
 * it does not help, what is read back may come from memory.
 */
export async function forgetCached(file: string): Promise<void> {
  if (process.platform !== 'linux') return;
  // Node has no posix_fadvise; coreutils' dd asks for it when it copies nothing.
  const args = [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none'];
  await promisify(execFile)('dd', args, { timeout: longestMs }).catch(() => undefined);
}
