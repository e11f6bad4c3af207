import type { PolicyRun } from '../../../shared/model/policy.ts';

const most = 20;

/**
 * Runs that were missed or failed and that no good backup has followed, newest first, at most 20. `goodAt`: when the
 * newest good backup was made (ms); null when there is none.
 */
export function troubledRuns(runs: readonly PolicyRun[], goodAt: number | null): PolicyRun[] {
  return runs
    .filter(({ state }) => state === 'missed' || state === 'failed')
    .filter((run) => !isMadeGood(run, goodAt))
    .toSorted((one, other) => Date.parse(other.plannedAt) - Date.parse(one.plannedAt))
    .slice(0, most);
}

/** Whether a good backup has followed a run; `goodAt` as above. */
export function isMadeGood({ startedAt, plannedAt }: PolicyRun, goodAt: number | null): boolean {
  // One that was caught up late failed when it was tried, not when it was planned.
  return goodAt !== null && goodAt >= Date.parse(startedAt ?? plannedAt);
}
