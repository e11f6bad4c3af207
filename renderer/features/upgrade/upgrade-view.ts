import type { Job } from '../../../shared/model/job.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { type BackupView, isGood } from '../../../shared/model/view.ts';

/** The upgrade that a stack's page shows: one that has not ended, or that could not go back. */
export function shownUpgrade(upgrades: readonly Upgrade[]): Upgrade | null {
  const [newest] = upgrades;
  if (newest === undefined || newest.state === 'preparing') return null;
  return newest.endedAt === null || newest.reason?.code === 'UPGRADE_NOT_BACK' ? newest : null;
}

/** Whether a job only waits for what an operator does or says; ending it changes nothing that was promised. */
export function awaitsOperator({ kind, progress }: Pick<Job, 'kind' | 'progress'>): boolean {
  return kind === 'upgrade' && (progress.phase === 'upgrading' || progress.phase === 'awaiting-word');
}

/** The newest good point from before an upgrade; null when there is none. `backups`: newest first. */
export function latestPoint(backups: readonly BackupView[]): BackupView | null {
  return backups.find((backup) => backup.type === 'pre-upgrade' && isGood(backup)) ?? null;
}

const minuteMs = 60_000;
const lastStepMs = 10_000;

/**
 * Milliseconds until the patience of an upgrade is over, in steps of a minute and at last of 10 s, so that nothing
 * flickers or is read out every second; null where nothing is awaited.
 */
export function leftOf({ until }: Pick<Upgrade, 'until'>, now: number): number | null {
  if (until === null) return null;
  const left = Math.max(0, Date.parse(until) - now);
  const step = left >= minuteMs ? minuteMs : lastStepMs;
  return Math.round(left / step) * step;
}
