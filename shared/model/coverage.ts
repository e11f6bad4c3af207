import type { SourceKind, StackNote } from './stack.ts';

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
}

/** Everything of a stack that holds state, as found now. */
export interface StackCoverage {
  readonly sources: readonly CoveredSource[];
  /** Globs of what is left out on purpose. */
  readonly exclude: readonly string[];
  readonly notes: readonly StackNote[];
}
