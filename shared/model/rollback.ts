import type { BackupType } from './backup.ts';
import type { SourceKind } from './stack.ts';

export type RollbackScope =
  /** All data, saved images, and configuration other than the compose files and `.env`. */
  | 'full'
  /** Volumes, bind mounts, folders, SQLite files and databases alone. */
  | 'data-only';

/** What a rollback would do, computed without changing anything. Saved as a file it can be applied later. */
export interface RollbackPlan {
  readonly formatVersion: 1;
  readonly createdAt: string;
  readonly stackId: string;
  readonly stack: string;
  readonly backup: {
    readonly id: string;
    readonly packId: string;
    readonly name: string;
    readonly type: BackupType;
    readonly appVersion: string | null;
    readonly createdAt: string;
    readonly verified: boolean;
    readonly manifestSha256: string;
  };
  readonly scope: RollbackScope;
  /** What was asked for, so that the plan can be computed again: source ids, and globs to keep. */
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly safetyBackup: boolean;
  /** Containers that will be stopped, in that order; they are started in the reverse. */
  readonly stops: readonly { readonly containerId: string; readonly service: string; readonly foreign: boolean }[];
  /** Database servers that do not run: started for as long as the rollback takes, then stopped again. */
  readonly starts: readonly string[];
  readonly replaces: readonly PlannedReplacement[];
  /** What is left as it is, and why. */
  readonly keeps: readonly {
    readonly what: string;
    readonly reason:
      | 'configuration'
      | 'excluded'
      | 'not-selected'
      | 'not-in-backup'
      /** A database's files: the backup has its dumps instead. */
      | 'in-dump'
      /** A dump of a database whose files come back as they were. */
      | 'in-volume';
  }[];
  /** Application versions, for the question that P18 demands. */
  readonly version: { readonly current: string | null; readonly target: string | null; readonly majorDiffers: boolean };
  readonly neededBytes: number;
  readonly freeBytes: number;
  /** From this stack's history; null when it has none. */
  readonly estimatedStopMs: number | null;
  /** SHA-256 over everything above that must still hold when the plan is applied. */
  readonly worldHash: string;
}

export interface PlannedReplacement {
  readonly sourceId: string;
  readonly kind: SourceKind;
  readonly location: string;
  readonly part: string;
  readonly bytes: number;
  readonly entries: number;
  readonly exclude: readonly string[];
  /** The source does not exist here now and will be made. */
  readonly creates: boolean;
  /** Omitted from the backup, so it will not come back. */
  readonly omitted: number;
}

/** A rollback whose old data is still kept, or that was undone and whose rolled-back data is: until released. */
export interface KeptRollback {
  readonly jobId: string;
  readonly stackId: string;
  readonly stack: string;
  readonly backup: string;
  readonly at: string;
  /** False once it was undone. */
  readonly undoable: boolean;
  /** Stopped half way, forth or back: what is live may be a mixture, and an undo puts the old data back. */
  readonly half: boolean;
  /** Null when they cannot be counted now. */
  readonly keptBytes: number | null;
}

export interface RollbackResult {
  readonly jobId: string;
  readonly stack: string;
  readonly backup: string;
  readonly scope: RollbackScope;
  readonly replaced: readonly string[];
  readonly safetyBackup: string | null;
  readonly stopWindowMs: number | null;
  readonly undoable: boolean;
  /** Images whose names were loaded from the pack; containers use them when they are made anew. */
  readonly loadedImages: readonly string[];
}
