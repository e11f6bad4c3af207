import type { ErrorReport } from '../errors.ts';
import type { BackupMode } from './backup.ts';
import type { DatabaseEngine } from './database.ts';
import type { SourceKind, StackNote } from './stack.ts';

/** What a backup does with a data source. */
export type SourceTreatment =
  | 'copied'
  | 'dumped'
  /** Holds the files of a database and is copied file by file while that writes to them: it may not come up from the copy. */
  | 'copied-running'
  /** Holds the files of databases that are dumped instead. */
  | 'in-dump'
  /** A database that comes with the copy of its files. */
  | 'in-volume'
  /** A database whose files are in no source that is copied. */
  | 'nowhere'
  | 'left-out'
  /** Cannot be dumped now, so that the backup does not begin. */
  | 'refused';

/** One source of a stack, and whether its backups hold it. */
export interface CoveredSource {
  readonly id: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly location: string;
  readonly state: /** In the last good backup. */
    | 'covered'
    /** Exists, and is in no good backup yet. */
    | 'not-yet'
    /** Was in a good backup, but not in the last one. */
    | 'left-out'
    /** In no backup from now on: the stack's settings leave it out. */
    | 'excluded';
  /** When the unbroken run of good backups that hold it began; null unless it is covered. */
  readonly since: string | null;
  /** What the last good backup could not keep of it. */
  readonly omitted: number;
  /** What the next backup of each mode does with it; null for what is no data. */
  readonly modes: Readonly<Record<BackupMode, SourceTreatment>> | null;
  /** Of a database: its server, and why it cannot be dumped now. */
  readonly database: {
    readonly engine: DatabaseEngine;
    readonly version: string | null;
    readonly fault: ErrorReport | null;
  } | null;
}

/** Everything of a stack that holds state, as found now. */
export interface StackCoverage {
  readonly sources: readonly CoveredSource[];
  /** Globs of what is left out on purpose. */
  readonly exclude: readonly string[];
  readonly notes: readonly StackNote[];
}
