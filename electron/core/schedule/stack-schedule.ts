import type { Policy, PolicyRun } from '../../../shared/model/policy.ts';
import type { Night, StackSchedule } from '../../../shared/model/schedule.ts';
import { allowedAgeMs, nextTimes } from './policy-calendar.ts';

const dayMs = 86_400_000;
const nightsShown = 14;
/** A backup that is dated later than this (its clock was ahead) says nothing about how old the newest is. */
const aheadMs = 300_000;

/** What a stack's schedule is told from. */
export interface ScheduleFacts {
  /** All of the stack. */
  readonly policies: readonly Policy[];
  /** Those of the last 15 days, in any order. */
  readonly runs: readonly Pick<PolicyRun, 'plannedAt' | 'state' | 'reason'>[];
  /** ISO 8601 of the newest good backup; null when there is none. */
  readonly lastGoodAt: string | null;
  /** The zone of policies that name none. */
  readonly zone: string;
  /** The zone that tells one day from the next. */
  readonly machineZone: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** From when on (ISO 8601) a stack's runs are needed. */
export function nightsSince(now: number): string {
  return new Date(now - (nightsShown + 1) * dayMs).toISOString();
}

/** How a stack stands to its policies. */
export function stackSchedule(facts: ScheduleFacts): Omit<StackSchedule, 'troubled'> {
  const { zone, now } = facts;
  const enabled = facts.policies.filter((policy) => policy.enabled);
  const next = enabled
    .flatMap((policy) => nextTimes(policy, zone, now, 1).map((time) => ({ ...time, policy: policy.name })))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const ages = enabled.map((policy) => allowedAgeMs(policy, zone, now));
  const allowed = ages.length === 0 ? null : Math.min(...ages);
  return {
    policies: enabled.length,
    nextRun: next[0] ?? null,
    allowedAgeMs: allowed,
    overdueSince: allowed === null ? null : overdueSince(facts, enabled, allowed),
    nights: enabled.length === 0 && facts.runs.length === 0 ? [] : nightsOf(facts),
  };
}

function overdueSince(facts: ScheduleFacts, enabled: readonly Policy[], allowed: number): string | null {
  const begin = goodAtOf(facts) ?? Math.min(...enabled.map(({ createdAt }) => Date.parse(createdAt)));
  const since = begin + allowed;
  return since < facts.now ? new Date(since).toISOString() : null;
}

/** When the newest good backup was made (ms); null when there is none, or its date cannot be believed. */
export function goodAtOf({ lastGoodAt, now }: Pick<ScheduleFacts, 'lastGoodAt' | 'now'>): number | null {
  const goodAt = lastGoodAt === null ? null : Date.parse(lastGoodAt);
  return goodAt !== null && goodAt <= now + aheadMs ? goodAt : null;
}

const worstLast: readonly Night['state'][] = ['none', 'good', 'attention', 'missed', 'failed'];

function nightsOf({ runs, now, machineZone }: ScheduleFacts): Night[] {
  const day = localDays(machineZone);
  const worst = new Map<string, Night['state']>();
  for (const run of runs) {
    const date = day(Date.parse(run.plannedAt));
    const state = nightState(run);
    if (worstLast.indexOf(state) > worstLast.indexOf(worst.get(date) ?? 'none')) worst.set(date, state);
  }
  const today = Date.parse(day(now));
  return Array.from({ length: nightsShown }, (_, at) => {
    const date = new Date(today - (nightsShown - 1 - at) * dayMs).toISOString().slice(0, 10);
    return { date, state: worst.get(date) ?? 'none' };
  });
}

function nightState({ state, reason }: Pick<PolicyRun, 'state' | 'reason'>): Night['state'] {
  if (state === 'succeeded') return 'good';
  if (state === 'failed' || state === 'missed') return state;
  if (state === 'cancelled') return 'attention';
  // What waits for something, or is at work, is not over.
  return reason === null ? 'none' : 'attention';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date (`2026-11-20`) of an instant. */
function localDays(zone: string): (at: number) => string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return (at) => format.format(at);
}
