import { access, constants, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempFolder extends AsyncDisposable {
  readonly path: string;
}

/** A new folder with a short path (Unix sockets inside it must fit in 107 bytes), removed on disposal. */
export async function tempFolder(prefix = 'lb-', parent = tmpdir()): Promise<TempFolder> {
  const path = await realpath(await mkdtemp(join(parent, prefix)));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** One in memory where the machine has such a place: for a test of which nothing needs to last, and that writes a lot. */
export async function memoryFolder(): Promise<TempFolder> {
  const memory = '/dev/shm';
  const usable = await access(memory, constants.W_OK).then(
    () => true,
    () => false,
  );
  return usable ? tempFolder('lb-', memory) : tempFolder();
}
