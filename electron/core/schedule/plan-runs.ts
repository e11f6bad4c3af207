import type { ErrorReport } from '../../../shared/errors.ts';
import type { PlannedTime } from '../../../shared/model/schedule.ts';
import type { StoredPolicy } from '../catalog/policies.ts';
import type { Calendar } from './calendar.ts';
import { isPausedAt, type Pause } from './pause.ts';

const hourMs = 3_600_000;
/** However short the catch-up: what is at most this late is on time, for the scheduler beats only so often. */
const punctualMs = 60_000;
const rowsAtOnce = 500;
/** What was planned longer ago than this is nothing that anybody looks up. */
const longestAbsenceMs = 400 * 24 * hourMs;

export interface PlanInput {
  readonly policy: Pick<StoredPolicy, 'catchUpHours' | 'consideredUntil' | 'createdAt'>;
  readonly calendar: Calendar;
  /** ms since the epoch, as is `lastBeat`. */
  readonly now: number;
  readonly pause: Pause | null;
  /** When this same scheduler looked before; null at its first look. */
  readonly lastBeat: number | null;
}

export interface PlannedRow extends PlannedTime {
  readonly state: 'waiting' | 'missed';
  readonly reason: ErrorReport | null;
}

export interface RunPlan {
  /** Oldest first; at most one waits. */
  readonly rows: readonly PlannedRow[];
  /** ms since the epoch. */
  readonly consideredUntil: number;
  /** The clock had been ahead: what was planned after `now` and never begun is to be forgotten first. */
  readonly forgets: boolean;
  /** There is more to plan up to now. */
  readonly more: boolean;
}

/** Until when (ms) a planned run may still begin. */
export function tooLateAt(plannedAt: string, catchUpHours: number): number {
  return Date.parse(plannedAt) + Math.max(catchUpHours * hourMs, punctualMs);
}

/**
 * What becomes of the times that a policy has planned since it was last looked at: the newest that is not too late
 * waits to be begun, every other one is missed, with its reason.
 */
export function planRuns({ policy, calendar, now, pause, lastBeat }: PlanInput): RunPlan {
  const considered = Date.parse(policy.consideredUntil);
  if (considered > now) return { rows: [], consideredUntil: now, forgets: true, more: false };
  const createdAt = Date.parse(policy.createdAt);
  // A clock that was at its beginning for a moment must not leave decades of missed nights behind.
  const from = Math.max(considered, createdAt <= now ? createdAt : 0, now - longestAbsenceMs);
  const times = calendar.between(from, now, rowsAtOnce);
  const last = times.at(-1);
  const reached = last === undefined || times.length < rowsAtOnce ? now : Date.parse(last.at);
  const more = reached < now && calendar.between(reached, now, 1).length > 0;
  const runs = more
    ? undefined
    : times.findLast(({ at }) => now <= tooLateAt(at, policy.catchUpHours) && !isPausedAt(pause, Date.parse(at)));
  const rows = times.map((time): PlannedRow => {
    if (time === runs) return { ...time, state: 'waiting', reason: null };
    return { ...time, state: 'missed', reason: whyMissed(time, now, pause, lastBeat) };
  });
  return { rows, consideredUntil: more ? reached : now, forgets: false, more };
}

function whyMissed({ at }: PlannedTime, now: number, pause: Pause | null, lastBeat: number | null): ErrorReport {
  if (isPausedAt(pause, Date.parse(at))) return { code: 'RUN_MISSED_PAUSED', params: {} };
  if (lastBeat === null) return { code: 'RUN_MISSED_NOT_RUNNING', params: {} };
  // It beats more often than that, unless the machine sleeps.
  if (now - lastBeat > punctualMs) return { code: 'RUN_MISSED_ASLEEP', params: {} };
  return { code: 'RUN_OVERTAKEN', params: {} };
}
