import type { ErrorReport } from '../errors.ts';
import type { PackFormat } from './pack-format.ts';
import type { SourceKind } from './stack.ts';

export const backupTypes = ['manual', 'pre-upgrade', 'scheduled', 'pre-rollback'] as const;
export type BackupType = (typeof backupTypes)[number];

/**
 * `cold`: services stop while their data is copied. `hot`: databases are dumped, everything else is copied while it runs.
 * `cold+dump`: databases are dumped, then as `cold`.
 */
export const backupModes = ['cold', 'hot', 'cold+dump'] as const;
export type BackupMode = (typeof backupModes)[number];

export { formatLevels, type PackFormat, packFormats } from './pack-format.ts';

export type BackupStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';

/** What one source gave to a backup. Sizes are bytes. */
export interface BackupSource {
  readonly id: string;
  readonly kind: SourceKind;
  readonly name: string;
  /** Path of the part inside the pack, `/`-separated. */
  readonly part: string;
  readonly rawBytes: number;
  readonly storedBytes: number;
  readonly entries: number;
  /** What could not be kept, e.g. sockets. */
  readonly omitted: readonly Omission[];
}

export interface Omission {
  readonly path: string;
  readonly reason: 'socket' | 'device' | 'vanished' | 'changed';
}

/** One backup in the catalog; its pack is the folder at `path`. Times are ISO 8601 UTC, sizes bytes. */
export interface Backup {
  readonly id: string;
  readonly stackId: string;
  /** The stack's name. */
  readonly stack: string;
  /** The pack's folder name; also a backup that failed has the name it would have had. */
  readonly name: string;
  readonly type: BackupType;
  readonly appVersion: string | null;
  readonly status: BackupStatus;
  /** True only after every byte was read back and hashed. */
  readonly verified: boolean;
  readonly verifiedAt: string | null;
  readonly mode: BackupMode;
  readonly format: PackFormat;
  readonly level: number;
  /** What caused it, in words, e.g. `manual` or `before rollback to …`. */
  readonly trigger: string;
  /** The operator's own words on it, one or more lines (see `noteFault`). */
  readonly note: string | null;
  readonly jobId: string;
  /** The policy that made it, whose retention may delete it; null for one that an operator asked for, or that was found on disk. */
  readonly policyId: string | null;
  /** No retention deletes it. */
  readonly pinned: boolean;
  readonly packId: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  /** From the first container's stop to the last one's start; null when nothing was stopped. */
  readonly stopWindowMs: number | null;
  readonly rawBytes: number;
  readonly storedBytes: number;
  /** Absolute path of the pack; null while it has none. */
  readonly path: string | null;
  /** SHA-256 of `manifest.json`, which names the hash of every part. */
  readonly checksum: string | null;
  readonly sources: readonly BackupSource[];
  readonly error: ErrorReport | null;
}
