import type { Cost } from './timed.ts';

export interface BackupCost extends Cost {
  /** From the start of the process until everything was written; what follows is its read-back. */
  readonly writtenMs: number;
  readonly storedBytes: number;
}

/** One way of backing a folder up. Every backup is a first one; `discard` makes room for the next. */
export interface Contender {
  readonly name: string;
  readonly backup: () => Promise<BackupCost>;
  /** Reads back every byte; null when the tool has no such command. */
  readonly verify: (() => Promise<Cost>) | null;
  /**
   * Leaves behind what it restored: ext4 passes over the inodes of files deleted a minute ago, one by one, so that
   * removing a tree would make the next restore several times slower, whoever's it is.
   */
  readonly restore: () => Promise<Cost>;
  readonly discard: () => Promise<void>;
}
