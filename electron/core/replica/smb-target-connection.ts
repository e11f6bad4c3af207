import { AppError } from '../errors.ts';
import * as folders from './smb/folders.ts';
import { joinPath } from './smb/share-path.ts';
import { readFile, writeFile } from './smb/transfer.ts';
import type { SmbTree } from './smb/tree.ts';
import type { ReadOptions, TargetConnection, TargetEntry, TargetIdentity, WriteOptions } from './target.ts';

/** A folder of a share that is connected. */
export class SmbTargetConnection implements TargetConnection {
  readonly identity: TargetIdentity;
  readonly #tree: SmbTree;
  readonly #folder: string;

  constructor(tree: SmbTree, identity: TargetIdentity, folder: string) {
    this.identity = identity;
    this.#tree = tree;
    this.#folder = folder;
  }

  freeSpace(signal: AbortSignal): Promise<number> {
    return folders.freeSpace(this.#tree, this.#folder, signal);
  }

  makeFolders(path: string, signal: AbortSignal): Promise<void> {
    return folders.makeFolders(this.#tree, this.#folder, path, signal);
  }

  write(path: string, chunks: AsyncIterable<Buffer>, options: WriteOptions): Promise<number> {
    return writeFile(this.#tree, this.#below(path), chunks, options);
  }

  read(path: string, options: ReadOptions): AsyncIterable<Buffer> {
    return readFile(this.#tree, this.#below(path), options);
  }

  async list(path: string, signal: AbortSignal): Promise<TargetEntry[]> {
    const entries = await folders.list(this.#tree, this.#below(path), signal);
    return entries.map(({ name, size, isFolder }) => ({ name, size, kind: isFolder ? 'folder' : 'file' }));
  }

  stat(path: string, signal: AbortSignal): Promise<TargetEntry | null> {
    return folders.stat(this.#tree, this.#below(path), signal);
  }

  async rename(from: string, to: string, signal: AbortSignal): Promise<void> {
    await folders.rename(this.#tree, this.#inside(from), this.#inside(to), signal);
  }

  async deleteFile(path: string, signal: AbortSignal): Promise<void> {
    await folders.deleteFile(this.#tree, this.#inside(path), signal);
  }

  async deleteTree(path: string, signal: AbortSignal): Promise<void> {
    await folders.deleteTree(this.#tree, this.#inside(path), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { connection } = this.#tree;
    const { host } = connection.address;
    // A server that hangs now has nothing of ours any more: nobody waits for its good-bye.
    await this.#tree.leave(AbortSignal.timeout(2000)).catch(() => undefined);
    connection.fail(new AppError('REPLICA_LOST', { host, detail: 'closed here' }));
  }

  /** The target's own folder is nobody's to move or delete. */
  #inside(path: string): string {
    if (path === '') throw new AppError('REPLICA_PATH_INVALID', { path: this.identity.place });
    return this.#below(path);
  }

  #below(path: string): string {
    return joinPath(this.#folder, path);
  }
}
