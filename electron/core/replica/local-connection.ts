import { lstat, mkdir, readdir, rmdir, stat as statPath, statfs, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../errors.ts';
import { syncFolder } from '../durable-file.ts';
import { errnoOf } from '../file-failure.ts';
import { isThere } from '../file-presence.ts';
import { renameFree } from '../rename-free.ts';
import { forgetCached } from './forget-cached.ts';
import { localFailure } from './local-failure.ts';
import { readLocalFile, writeLocalFile } from './local-files.ts';
import { LocalWaits } from './local-waits.ts';
import type { ReadOptions, TargetConnection, TargetEntry, TargetIdentity, WriteOptions } from './target.ts';
import { namesOf } from './target-path.ts';

/** Longest wait for one call of the system; a flush of 64 MiB to a slow stick takes a minute. */
export const longestLocalWaitMs = 300_000;
const lookedAtOnce = 64;

/** A folder that the system reaches by itself: a disk, or a share that is mounted. Errors name paths as the system has them. */
export class LocalConnection implements TargetConnection {
  readonly identity: TargetIdentity;
  readonly #root: string;
  readonly #device: number;
  readonly #waits: LocalWaits;

  private constructor(root: string, device: number, waits: LocalWaits) {
    this.identity = { place: root, machine: null, protection: null };
    this.#root = root;
    this.#device = device;
    this.#waits = waits;
  }

  /** `root` is absolute and free of links. REPLICA_PATH_NOT_FOUND when it is not a folder. */
  static async open(root: string, signal: AbortSignal, limitMs = longestLocalWaitMs): Promise<LocalConnection> {
    const waits = new LocalWaits(root, limitMs);
    const device = await waits
      .for(() => deviceOf(root), signal)
      .catch((error: unknown) => {
        throw failureOf(error, root, signal);
      });
    return new LocalConnection(root, device, waits);
  }

  freeSpace(signal: AbortSignal): Promise<number> {
    return this.#on('', signal, async (path) => {
      const { bavail, bsize } = await this.#waits.for(() => statfs(path), signal);
      return bavail * bsize;
    });
  }

  makeFolders(path: string, signal: AbortSignal): Promise<void> {
    return this.#on(path, signal, async () => {
      await this.#checkRoot(signal);
      let made = this.#root;
      for (const name of namesOf(path)) {
        made = join(made, name);
        const folder = made;
        await this.#waits.for(() => makeFolder(folder), signal);
      }
    });
  }

  write(path: string, chunks: AsyncIterable<Buffer>, options: WriteOptions): Promise<number> {
    return this.#on(path, options.signal, async (file) => {
      await this.#checkRoot(options.signal);
      const size = await writeLocalFile(file, chunks, options, this.#waits);
      await this.#waits.for(() => syncFolder(dirname(file)), options.signal);
      await this.#waits.for(() => forgetCached(file), options.signal);
      return size;
    });
  }

  async *read(path: string, options: ReadOptions): AsyncGenerator<Buffer, void, undefined> {
    const file = this.#at(path);
    try {
      yield* readLocalFile(file, options, this.#waits);
    } catch (error) {
      throw failureOf(error, file, options.signal);
    }
  }

  list(path: string, signal: AbortSignal): Promise<TargetEntry[]> {
    return this.#on(path, signal, async (folder) => {
      const names = await this.#waits.for(() => readdir(folder), signal);
      const entries: TargetEntry[] = [];
      for (let at = 0; at < names.length; at += lookedAtOnce) {
        const some = names.slice(at, at + lookedAtOnce).map((name) => this.#look(join(folder, name), signal));
        // One may have gone meanwhile.
        entries.push(...(await Promise.all(some)).filter((entry) => entry !== null));
      }
      return entries;
    });
  }

  stat(path: string, signal: AbortSignal): Promise<TargetEntry | null> {
    return this.#on(path, signal, async (file) => this.#look(file, signal));
  }

  rename(from: string, to: string, signal: AbortSignal): Promise<void> {
    return this.#on(from, signal, async (source) => {
      const goal = this.#at(to);
      this.#refuseRoot(source, goal);
      await this.#checkRoot(signal);
      if ((await this.#waits.for(() => orNothing(lstat(source)), signal)) === null)
        throw new AppError('REPLICA_PATH_NOT_FOUND', { path: source });
      this.#waits.check(signal);
      await this.#waits.untilDone(async () => {
        if (await isThere(goal)) throw new AppError('REPLICA_PATH_TAKEN', { path: goal });
        await renameFree(source, goal);
        await syncFolder(dirname(goal));
        if (dirname(source) !== dirname(goal)) await syncFolder(dirname(source));
      });
    });
  }

  deleteFile(path: string, signal: AbortSignal): Promise<void> {
    return this.#on(path, signal, async (file) => {
      this.#refuseRoot(file);
      await this.#checkRoot(signal);
      await this.#waits.for(async () => {
        await unlink(file);
        await syncFolder(dirname(file));
      }, signal);
    });
  }

  deleteTree(path: string, signal: AbortSignal): Promise<void> {
    return this.#on(path, signal, async (folder) => {
      this.#refuseRoot(folder);
      await this.#checkRoot(signal);
      await this.#removeTree(folder, signal);
      await this.#waits.for(() => syncFolder(dirname(folder)), signal);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#waits.lose('closed here');
  }

  /** `file` may have a name that only this system can hold: people keep their own files beside the copies. */
  async #look(file: string, signal: AbortSignal): Promise<TargetEntry | null> {
    const found = await this.#waits.for(() => orNothing(lstat(file)), signal);
    if (found === null) return null;
    const isFolder = found.isDirectory();
    return { name: basename(file), kind: isFolder ? 'folder' : 'file', size: isFolder ? 0 : found.size };
  }

  async #removeTree(folder: string, signal: AbortSignal): Promise<void> {
    for (const entry of await this.#waits.for(() => readdir(folder, { withFileTypes: true }), signal)) {
      const path = join(folder, entry.name);
      // A link is not a directory here: it is removed, not followed.
      if (entry.isDirectory()) await this.#removeTree(path, signal);
      else await this.#waits.for(() => unlink(path), signal);
    }
    await this.#waits.for(() => rmdir(folder), signal);
  }

  #at(path: string): string {
    return join(this.#root, ...namesOf(path));
  }

  async #on<T>(path: string, signal: AbortSignal, act: (absolute: string) => Promise<T>): Promise<T> {
    const absolute = this.#at(path);
    try {
      return await act(absolute);
    } catch (error) {
      throw failureOf(error, absolute, signal);
    }
  }

  #refuseRoot(...paths: readonly string[]): void {
    if (paths.includes(this.#root)) throw new AppError('REPLICA_PATH_INVALID', { path: this.#root });
  }

  /** What was mounted may be gone: the same path is then a folder of the disk below, where nothing of ours belongs. */
  async #checkRoot(signal: AbortSignal): Promise<void> {
    const device = await this.#waits.for(() => orNothing(deviceOf(this.#root)), signal);
    if (device !== this.#device) throw this.#waits.lose('another file system, or none, is in its place now');
  }
}

/** The reason of an abort stays what it is. */
function failureOf(error: unknown, path: string, { aborted, reason }: AbortSignal): unknown {
  return aborted && error === reason ? error : localFailure(error, path);
}

/** The file system that a folder lies on. Inode numbers tell nothing more: on shares and sticks they may change. */
async function deviceOf(path: string): Promise<number> {
  const found = await statPath(path);
  if (!found.isDirectory()) throw new AppError('REPLICA_PATH_NOT_FOUND', { path });
  return found.dev;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    await syncFolder(dirname(path));
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    if (!(await lstat(path)).isDirectory()) throw new AppError('REPLICA_PATH_TAKEN', { path }, { cause: error });
  }
}

async function orNothing<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}
