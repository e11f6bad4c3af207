import type { ScheduleState } from '../../../shared/model/schedule.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { installationTimeZone } from './installation.ts';
import { schedulerOwner } from './lease.ts';
import { isPausedAt, lastPause, writePause } from './pause.ts';
import { nextTimes } from './policy-calendar.ts';

const nextOfEach = 5;
const nextShown = 20;

/** The scheduler of this installation, whichever process it runs in. */
export function scheduleState(context: EngineContext): ScheduleState {
  const { catalog, clock } = context;
  const now = clock();
  const zone = installationTimeZone(context).value;
  const stacks = new Map(catalog.stacks.list().map(({ id, name }) => [id, name]));
  const pause = lastPause(catalog);
  const next = catalog.policies
    .list()
    .filter(({ enabled }) => enabled)
    .flatMap((policy) =>
      nextTimes(policy, zone, now, nextOfEach).map((time) => ({
        ...time,
        stack: stacks.get(policy.stackId) ?? policy.stackId,
        policy: policy.name,
      })),
    )
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .slice(0, nextShown);
  return { owner: schedulerOwner(catalog), paused: isPausedAt(pause, now) ? pause : null, next };
}

/** Until an instant (ISO 8601), or until somebody resumes. USAGE_INVALID for an instant that has passed. */
export function pauseSchedule(context: EngineContext, until: string | null): void {
  const { catalog, clock } = context;
  const now = clock();
  if (until !== null && !(Date.parse(until) > now)) throw new AppError('USAGE_INVALID', { detail: `until ${until}` });
  const before = lastPause(catalog);
  const since = before !== null && isPausedAt(before, now) ? before.since : isoTime(now);
  writePause(catalog, { since, until: until === null ? null : isoTime(Date.parse(until)) });
}

/** Ends a pause; what was planned in it is missed all the same. */
export function resumeSchedule({ catalog, clock }: EngineContext): void {
  const pause = lastPause(catalog);
  if (isPausedAt(pause, clock()) && pause !== null) writePause(catalog, { ...pause, until: isoTime(clock()) });
}
