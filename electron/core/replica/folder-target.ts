import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '../errors.ts';
import { localFailure } from './local-failure.ts';
import { LocalConnection } from './local-connection.ts';
import { LocalWaits } from './local-waits.ts';
import type { ReplicaTarget, TargetConnection } from './target.ts';

/** A disk that sleeps needs some seconds. */
const longestLookMs = 30_000;

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
    const [root, packs] = [await resolved(path, signal), await resolved(storage, signal)];
    const said = { path: root.path, storage: packs.path };
    if (isAtOrBelow(root.path, packs.path) || isAtOrBelow(packs.path, root.path))
      throw new AppError('REPLICA_IN_STORAGE', said);
    if (!allowsSameDisk && root.device === packs.device) throw new AppError('REPLICA_SAME_DISK', said);
    return LocalConnection.open(root.path, signal);
  }
}

/** A folder without links, and its file system. One whose disk or server hangs: REPLICA_TIMED_OUT. */
async function resolved(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly device: number }> {
  const look = async (): Promise<{ readonly path: string; readonly device: number }> => {
    const path = await realpath(folder);
    return { path, device: (await stat(path)).dev };
  };
  try {
    return await new LocalWaits(folder, longestLookMs).for(look, signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw error;
    throw localFailure(error, folder);
  }
}

function isAtOrBelow(path: string, above: string): boolean {
  const way = relative(above, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && join(above, way) === path);
}
