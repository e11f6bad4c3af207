import type { Policy } from '../../../shared/model/policy.ts';
import type { PlannedTime } from '../../../shared/model/schedule.ts';
import { hasCode } from '../errors.ts';
import { type Calendar, calendarOf } from './calendar.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What a run may take and be late beyond the pause of its schedule. */
const slackMs = 2 * hourMs;
const kept = 500;

interface Known {
  readonly calendar: Calendar;
  longestPauseMs: number | null;
}

/** Asked at every look at every stack, and the same for as long as nobody edits. */
const known = new Map<string, Known>();

function knownOf(cron: string, zone: string): Known {
  const key = `${zone} ${cron}`;
  const found = known.get(key) ?? { calendar: calendarOf(cron, zone), longestPauseMs: null };
  if (known.size >= kept) known.clear();
  known.set(key, found);
  return found;
}

/** The planned times of a policy; `zone` where it names none. CRON_INVALID, TIME_ZONE_INVALID. */
export function policyCalendar({ cron, timeZone }: Pick<Policy, 'cron' | 'timeZone'>, zone: string): Calendar {
  return knownOf(cron, timeZone ?? zone).calendar;
}

/**
 * The first `count` times after `from` (ms). None for a policy that cannot be planned here, e.g. because this machine
 * does not know its zone any more: whoever looks at stacks must see the others all the same.
 */
export function nextTimes(
  policy: Pick<Policy, 'cron' | 'timeZone'>,
  zone: string,
  from: number,
  count: number,
): PlannedTime[] {
  return plannable(policy, zone)?.calendar.next(from, count) ?? [];
}

function plannable({ cron, timeZone }: Pick<Policy, 'cron' | 'timeZone'>, zone: string): Known | null {
  try {
    return knownOf(cron, timeZone ?? zone);
  } catch (error) {
    if (hasCode(error, 'CRON_INVALID') || hasCode(error, 'TIME_ZONE_INVALID')) return null;
    throw error;
  }
}

/** How old (ms) the newest good backup may become under a policy: what it says, or the longest pause of its schedule and two hours. */
export function allowedAgeMs(
  policy: Pick<Policy, 'cron' | 'timeZone' | 'maxAgeHours'>,
  zone: string,
  now: number,
): number {
  if (policy.maxAgeHours !== null) return policy.maxAgeHours * hourMs;
  const entry = plannable(policy, zone);
  // Nothing will be backed up by it: it must not stay silent for longer than most do.
  if (entry === null) return dayMs + slackMs;
  // The same from one year to the next, nearly; what differs is less than the slack.
  entry.longestPauseMs ??= entry.calendar.longestPauseMs(now);
  return entry.longestPauseMs + slackMs;
}
