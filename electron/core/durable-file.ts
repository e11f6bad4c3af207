import { randomUUID } from 'node:crypto';
import { open, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf, fileFailure } from './file-failure.ts';
import { isThere } from './file-presence.ts';

/**
 * Replaces the content of `file` so that after a crash at any moment it holds the old content or the
 * new one, never a mixture; when this resolves, the new one survives a power cut. Mode 0600.
 */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await replace(file, content);
  } catch (error) {
    throw fileFailure(error, file);
  }
}

/** Removes `file` so that it stays removed after a power cut. May run twice. */
export async function removeDurably(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, file);
  }
  // Where the folder is gone too, so is the name in it.
  if (await isThere(dirname(file))) await syncFolder(dirname(file));
}

/** Makes the names inside `directory` survive a power cut, where the platform has a way to do it. */
export async function syncFolder(directory: string | Buffer): Promise<void> {
  try {
    await using handle = await open(directory, 'r');
    await handle.sync();
  } catch (error) {
    if (!folderSyncRefusals.includes(errnoOf(error) ?? '')) throw fileFailure(error, directory);
  }
}

// Windows has no flush for folders and says EPERM; file systems without one (FUSE, some network
// ones) say EINVAL or ENOTSUP. Everywhere else these codes are failures.
const folderSyncRefusals = process.platform === 'win32' ? ['EPERM', 'EINVAL', 'ENOTSUP'] : ['EINVAL', 'ENOTSUP'];

async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const directory = dirname(file);
  const temporary = join(directory, `.${basename(file)}.${randomUUID()}.tmp`);
  // Finds nothing once the file has its final name.
  await using _leftover = { [Symbol.asyncDispose]: () => rm(temporary, { force: true }) };
  await writeNew(temporary, content);
  await rename(temporary, file);
  await syncFolder(directory);
}

async function writeNew(file: string, content: string | Uint8Array): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(content);
  await handle.sync();
}
