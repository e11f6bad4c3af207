import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { TriedPolicy } from './policies.ts';

const hourMs = 3_600_000;
/** What the scheduler may be late by its beat alone. */
const punctualMs = 60_000;

/** A span of time in which a run may be missed; of one stack or, for null, of all. */
interface Excuse {
  readonly from: number;
  readonly to: number;
  readonly stackId: string | null;
}

/** How late (ms) a run of this policy may begin. */
function latestMs({ catchUpHours }: TriedPolicy): number {
  return Math.max(catchUpHours * hourMs, punctualMs);
}

/** What must have become of every planned time, known from what was done to the scheduler, not from what it wrote. */
export class Expectations {
  #excuses: Excuse[] = [];
  readonly #pauses: Excuse[] = [];
  readonly #promised = new Set<string>();

  /** From `from` to `now` nothing could begin: what is not too late then has to begin at `now`, the newest of each policy. */
  outage(policies: readonly TriedPolicy[], from: number, now: number, stackId: string | null = null): void {
    this.#excuses.push({ from, to: now, stackId });
    if (this.isPaused(now)) return;
    for (const policy of policies) {
      if (stackId !== null && policy.stackId !== stackId) continue;
      const newest = policy.planned.findLast(({ at }) => at <= now && !covers(this.#pauses, at, policy.stackId));
      if (newest === undefined || newest.at <= from || now - newest.at > latestMs(policy)) continue;
      this.#promised.add(`${policy.id} ${newest.planned}`);
    }
  }

  /** Replaces the pause before. */
  pause(from: number, to: number): void {
    this.#pauses.push({ from, to, stackId: null });
  }

  /** Whether a run that begins now breaks a promise. */
  isPaused(now: number): boolean {
    const pause = this.#pauses.at(-1);
    return pause !== undefined && now >= pause.from && now < pause.to;
  }

  /** The clock was put back to `now`: what was missed after it, and never began, comes again. */
  clockBack(now: number): void {
    this.#excuses = this.#excuses
      .filter(({ from }) => from < now)
      .map((excuse) => ({ ...excuse, to: Math.min(excuse.to, now) }));
  }

  /** What is wrong with the row of a planned time, `ran` being how often its job ran; null when nothing is. */
  faultOf(
    policy: TriedPolicy,
    { planned, at }: TriedPolicy['planned'][number],
    row: PolicyRun | undefined,
    ran: number,
  ): string | null {
    if (row === undefined) return 'has no row';
    if (row.plannedAt !== new Date(at).toISOString()) return `is planned for ${row.plannedAt}`;
    if (row.jobId === null) return this.#missFault(policy, planned, at, row, ran);
    if (ran !== 1) return `ran ${ran} times`;
    if (row.state !== 'failed') return `ended, and is ${row.state}`;
    const late = row.startedAt === null ? Number.NaN : Date.parse(row.startedAt) - at;
    return late >= 0 && late <= latestMs(policy) ? null : `began ${late} ms after its time`;
  }

  #missFault({ id, stackId }: TriedPolicy, planned: string, at: number, row: PolicyRun, ran: number): string | null {
    if (ran > 0) return `ran ${ran} times and is ${row.state}`;
    if (row.state !== 'missed') return `never ran and is ${row.state}`;
    if (row.reason === null) return 'was missed without a reason';
    if (this.#promised.has(`${id} ${planned}`)) return `was missed (${row.reason.code}), though it was not too late`;
    const excused = covers(this.#excuses, at, stackId) || covers(this.#pauses, at, stackId);
    return excused ? null : `was missed (${row.reason.code}), though nothing was in the way`;
  }
}

function covers(spans: readonly Excuse[], at: number, stackId: string): boolean {
  return spans.some((span) => at >= span.from && at <= span.to && (span.stackId ?? stackId) === stackId);
}
