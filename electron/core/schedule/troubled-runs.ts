import type { PolicyRun } from '../../../shared/model/policy.ts';

const most = 20;

/** A good backup as far as it can stand in for a planned run. */
export interface GoodBackup {
  /** When it was made, ms since the epoch. */
  readonly at: number;
  /** Which policy has made it; null for one that was made by hand. */
  readonly policyId: string | null;
}

type Run = Pick<PolicyRun, 'state' | 'policyId' | 'plannedAt' | 'startedAt'>;

/** Runs that were missed or failed and that nothing has made good, newest first, at most 20. */
export function troubledRuns(runs: readonly PolicyRun[], goods: readonly GoodBackup[]): PolicyRun[] {
  return runs
    .filter((run) => hasFailed(run) && !isMadeGood(run, goods))
    .toSorted((one, other) => Date.parse(other.plannedAt) - Date.parse(one.plannedAt))
    .slice(0, most);
}

/** From when on (ms) good backups must be known to judge runs; none need be when none was missed or failed. */
export function firstTrouble(runs: readonly Run[]): number {
  return Math.min(...runs.filter(hasFailed).map(triedAt));
}

/** Whether a good backup has followed a run: by hand, or of its own policy, since that of another one may hold less. */
export function isMadeGood(run: Run, goods: readonly GoodBackup[]): boolean {
  return goods.some(({ at, policyId }) => at >= triedAt(run) && (policyId === null || policyId === run.policyId));
}

function hasFailed({ state }: Run): boolean {
  return state === 'missed' || state === 'failed';
}

/** One that was caught up late failed when it was tried, not when it was planned. */
function triedAt({ startedAt, plannedAt }: Run): number {
  return Date.parse(startedAt ?? plannedAt);
}
