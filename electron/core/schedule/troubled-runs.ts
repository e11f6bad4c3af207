import type { PolicyRun } from '../../../shared/model/policy.ts';

const most = 20;

/**
 * Runs that were missed or failed and that no good backup has followed, newest first, at most 20. `goodAt`: when the
 * newest good backup was made (ms); null when there is none.
 */
export function troubledRuns(runs: readonly PolicyRun[], goodAt: number | null): PolicyRun[] {
  return (
    runs
      .filter(({ state }) => state === 'missed' || state === 'failed')
      // One that was caught up late failed when it was tried, not when it was planned.
      .filter(({ startedAt, plannedAt }) => Date.parse(startedAt ?? plannedAt) > (goodAt ?? Number.NEGATIVE_INFINITY))
      .toSorted((one, other) => Date.parse(other.plannedAt) - Date.parse(one.plannedAt))
      .slice(0, most)
  );
}
