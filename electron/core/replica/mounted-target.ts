import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../errors.ts';
import { LocalConnection } from './local-connection.ts';
import { localFailure } from './local-failure.ts';
import { linuxShare, macShare, type ShareProof, windowsShare } from './share-proof.ts';
import { orAborted } from './smb/or-aborted.ts';
import type { ReplicaTarget, TargetConnection } from './target.ts';
import { namesOf } from './target-path.ts';

/** A folder on a Windows share that the system has mounted. */
export interface MountedPlace {
  /** Absolute; on Windows a drive or `\\host\share`. */
  readonly mountPoint: string;
  /** The stack's folder below it, names joined by `/`; it must be there. */
  readonly folder: string;
}

/** How the system is asked what a path lies on. */
export interface MountLooks {
  readonly platform: NodeJS.Platform;
  /** Linux's table of mounts. */
  readonly mountInfo: string;
}

const thisSystem: MountLooks = { platform: process.platform, mountInfo: '/proc/self/mountinfo' };
const longestLookMs = 30_000;

/**
 * A mounted share as a target. It counts only when the system says that this very path lies on a Windows share that
 * takes writes: REPLICA_NOT_MOUNTED or REPLICA_READ_ONLY. That it can be listed proves nothing: so can the empty folder
 * that a share is mounted on.
 */
export class MountedTarget implements ReplicaTarget {
  readonly #place: MountedPlace;
  readonly #looks: MountLooks;

  constructor(place: MountedPlace, looks: MountLooks = thisSystem) {
    this.#place = place;
    this.#looks = looks;
  }

  async open(signal: AbortSignal): Promise<TargetConnection> {
    const { mountPoint, folder } = this.#place;
    if (!isAbsolute(mountPoint)) throw new AppError('REPLICA_PATH_INVALID', { path: mountPoint });
    const path = join(mountPoint, ...namesOf(folder));
    signal.throwIfAborted();
    // The mount point first: below one that is down, the folder is not there, which would be the wrong thing to say.
    await this.#resolve(mountPoint, signal);
    return LocalConnection.open(await this.#resolve(path, signal), signal);
  }

  /** The path without links, if it lies on a share. A share whose server is gone may hang: REPLICA_TIMED_OUT. */
  async #resolve(path: string, signal: AbortSignal): Promise<string> {
    const limit = AbortSignal.timeout(longestLookMs);
    try {
      // Looking at the path also makes an automounter mount it, before the table is read.
      const real = await orAborted(realpath(path), AbortSignal.any([signal, limit]));
      const proof = await this.#proof(real);
      if (proof.kind === 'share') return real;
      if (proof.kind === 'read-only') throw new AppError('REPLICA_READ_ONLY', { path: real });
      throw new AppError('REPLICA_NOT_MOUNTED', { path: real, found: proof.found });
    } catch (error) {
      if (signal.aborted && error === signal.reason) throw error;
      if (error === limit.reason)
        throw new AppError('REPLICA_TIMED_OUT', { host: path, seconds: longestLookMs / 1000 }, { cause: error });
      throw localFailure(error, path);
    }
  }

  async #proof(path: string): Promise<ShareProof> {
    if (this.#looks.platform === 'win32') return windowsShare(path);
    if (this.#looks.platform === 'darwin') {
      const { stdout } = await promisify(execFile)('/sbin/mount', { timeout: longestLookMs });
      return macShare(path, stdout);
    }
    return linuxShare(path, await readFile(this.#looks.mountInfo, 'utf8'));
  }
}
