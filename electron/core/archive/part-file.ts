import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { fileFailure } from '../file-failure.ts';

/** A part being written: counts and hashes what is stored. Not durable before `publish` has synced it. */
export class PartFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** Makes the file; it must not exist. */
  static async create(path: string): Promise<PartFile> {
    try {
      return new PartFile(path, await open(path, 'wx', 0o600));
    } catch (error) {
      throw fileFailure(error, path);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    try {
      for (let at = 0; at < chunk.length; ) at += (await this.#file.write(chunk, at)).bytesWritten;
    } catch (error) {
      throw fileFailure(error, this.path);
    }
  }

  /** SHA-256 of everything written. Call once. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close().catch((error: unknown) => {
      throw fileFailure(error, this.path);
    });
  }
}
