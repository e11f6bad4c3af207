import type { ReplicaFile } from './replication-manifest.ts';

const smallestMargin = 16 * 1024 * 1024;

/**
 * Bytes that a target must still have for a copy: what is not there yet, and a margin of a hundredth (16 MiB at least)
 * for what its file system needs beside. `present`: sizes of files of this copy that are there.
 */
export function spaceNeeded(files: readonly ReplicaFile[], present: ReadonlyMap<string, number>): number {
  const missing = files.reduce((sum, { path, bytes }) => sum + Math.max(0, bytes - (present.get(path) ?? 0)), 0);
  return missing + Math.max(smallestMargin, Math.ceil(missing / 100));
}
