import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readMembers } from './single-file-members.ts';
import { fileFailure } from '../file-failure.ts';

/**
 * Unpacks a single-file export into `folder`, which must be empty. Only a pack's own names are written,
 * each file once, and never more bytes than the archive has. PACK_HOSTILE, PACK_CORRUPT. What is there
 * then is not known to be whole: read it back.
 */
export async function extractSingleFile(
  archive: string,
  folder: string,
  options: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<void> {
  await using out = new OpenFile();
  const stream = createReadStream(archive, { highWaterMark: 1 << 20, signal: options.signal });
  let path = folder;
  try {
    for await (const event of readMembers(stream, basename(archive))) {
      if (event.type === 'data') {
        await out.write(event.chunk);
        options.onBytes(event.chunk.length);
      } else if (event.type === 'end') await out.close();
      else {
        path = join(folder, event.path);
        await mkdir(event.type === 'folder' ? path : dirname(path), { recursive: true, mode: 0o700 });
        if (event.type === 'file') await out.begin(path);
      }
    }
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw fileFailure(error, path);
  }
}

/** At most one file at a time, closed whatever happens. */
class OpenFile implements AsyncDisposable {
  #file: FileHandle | null = null;

  async begin(path: string): Promise<void> {
    this.#file = await open(path, 'wx', 0o600);
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#file?.writeFile(chunk);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
