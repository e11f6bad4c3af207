import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError, detailOf, isAppError } from '../errors.ts';

/** Turns a failing file call into the error that an operator can act on. */
export function fileError(error: unknown, path: string): AppError {
  if (isAppError(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('SPACE_EXHAUSTED', { path }, { cause: error });
  if (code === 'EROFS' || code === 'EACCES')
    return new AppError('STORAGE_UNWRITABLE', { path, detail: detailOf(error) }, { cause: error });
  return new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error });
}

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
      throw fileError(error, path);
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
      throw fileError(error, this.path);
    }
  }

  /** SHA-256 of everything written. Call once. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
