import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '../errors.ts';
import { localFailure } from './local-failure.ts';
import { LocalConnection } from './local-connection.ts';
import type { ReplicaTarget, TargetConnection } from './target.ts';

/** A folder of a USB disk or a second disk. */
export interface FolderPlace {
  /** Absolute; it must be there. */
  readonly path: string;
  /** Where the packs are that go there. */
  readonly storage: string;
  /** Whether the operator has said that a copy on the storage's own disk will do. */
  readonly allowsSameDisk: boolean;
}

/**
 * A local folder as a target. Opening it is refused with REPLICA_IN_STORAGE where copies would lie among the packs, and
 * with REPLICA_SAME_DISK on the disk that they are to survive.
 */
export class FolderTarget implements ReplicaTarget {
  readonly #place: FolderPlace;

  constructor(place: FolderPlace) {
    this.#place = place;
  }

  async open(signal: AbortSignal): Promise<TargetConnection> {
    const { path, storage, allowsSameDisk } = this.#place;
    signal.throwIfAborted();
    const root = await realpath(path).catch((error: unknown) => {
      throw localFailure(error, path);
    });
    const packs = await realpath(storage).catch((error: unknown) => {
      throw localFailure(error, storage);
    });
    if (isAtOrBelow(root, packs) || isAtOrBelow(packs, root))
      throw new AppError('REPLICA_IN_STORAGE', { path: root, storage: packs });
    const [one, other] = await Promise.all([stat(root), stat(packs)]);
    if (!allowsSameDisk && one.dev === other.dev)
      throw new AppError('REPLICA_SAME_DISK', { path: root, storage: packs });
    return LocalConnection.open(root, signal);
  }
}

function isAtOrBelow(path: string, above: string): boolean {
  const way = relative(above, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && join(above, way) === path);
}
