import type { Backup } from './backup.ts';
import type { StackSchedule } from './schedule.ts';
import type { Stack } from './stack.ts';

/** A backup as shells show it: the catalog's record and whether its files are still there. */
export interface BackupView extends Backup {
  readonly missing: boolean;
}

/** Whether a rollback can count on a backup: complete, read back, and still there. */
export function isGood({ status, verified, missing }: Pick<BackupView, 'status' | 'verified' | 'missing'>): boolean {
  return status === 'succeeded' && verified && !missing;
}

/** A stack as shells show it. */
export interface StackView extends Stack {
  readonly lastGood: Backup | null;
  /** The newest backup that has ended, whatever became of it. */
  readonly lastEnded: Backup | null;
  /** How many backups the catalog knows of it, failed ones included. */
  readonly backups: number;
  /** A rollback or its undo stopped half way: what is live may be a mixture. */
  readonly half: boolean;
  /** A guarded upgrade of it should be undone, and is not. */
  readonly stuck: boolean;
  readonly schedule: StackSchedule;
  /** Id of the job that holds it now and gives way to no other: nothing else can begin. */
  readonly openJob: string | null;
}
