import type { PlannedTime, PolicyView } from '../../../shared/model/schedule.ts';

const most = 5;

interface Upcoming extends PlannedTime {
  readonly policy: string;
  readonly zone: string;
}

/** The next five planned times of all policies that are on, soonest first. */
export function upcomingRuns(policies: readonly Pick<PolicyView, 'name' | 'enabled' | 'zone' | 'next'>[]): Upcoming[] {
  return policies
    .filter(({ enabled }) => enabled)
    .flatMap(({ name, zone, next }) => next.map((time) => ({ ...time, policy: name, zone })))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(0, most);
}
