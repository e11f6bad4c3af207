import type { Policy } from '../../../shared/model/policy.ts';
import { type BackupView, isGood } from '../../../shared/model/view.ts';

const dayMs = 86_400_000;
// An hour less than a day: reading takes time, and the turns of a day must not slip behind those of the day before.
const turnMs = 23 * 3_600_000;

/** What the choice of a pack to read again is made from. */
export interface VerificationFacts {
  /** Of all stacks, in any order. */
  readonly backups: readonly BackupView[];
  readonly policies: readonly Pick<Policy, 'id' | 'verifyDays'>[];
  /** For packs whose policy says nothing of it, and for those that no policy made. */
  readonly defaultDays: number;
  /** When verifications ended, ms since the epoch: at least all of the last day, those that failed too. */
  readonly readings: readonly number[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The good pack that should be read again now, most urgent first; null when none should. Every pack is read
 * within its days, as evenly as that allows: at most `dailyVerifications` in any 23 hours, begun as late as
 * these still suffice. So a lone pack waits until its last day, and 300 of one date begin at once, 10 a day.
 */
export function nextVerification(facts: VerificationFacts): BackupView | null {
  const { now } = facts;
  const packs = packsOf(facts);
  const perDay = dailyVerifications(facts);
  // A share that fails must not make one pack after another look damaged in one night.
  if (facts.readings.filter((at) => at > now - turnMs && at <= now).length >= perDay) return null;
  const byDeadline = packs.toSorted((one, other) => one.deadline - other.deadline);
  const isTime = byDeadline.some(({ deadline }, at) => now + ((at + 1) / perDay) * dayMs >= deadline);
  return isTime ? (byDeadline[0]?.backup ?? null) : null;
}

/** How many packs are read again in a day at most, so that each has its turn within its days. */
export function dailyVerifications(facts: VerificationFacts): number {
  const sum = packsOf(facts).reduce((turns, { days }) => turns + 1 / days, 0);
  // Thirty thirtieths are a little more than one in binary.
  return Math.ceil(sum - 1e-9);
}

interface Pack {
  readonly backup: BackupView;
  readonly days: number;
  readonly deadline: number;
}

function packsOf({ backups, policies, defaultDays, now }: VerificationFacts): Pack[] {
  const daysOf = new Map(policies.map(({ id, verifyDays }) => [id, verifyDays]));
  return backups.filter(isGood).map((backup) => {
    const days = daysOf.get(backup.policyId ?? '') ?? defaultDays;
    const read = backup.verifiedAt === null ? 0 : Date.parse(backup.verifiedAt);
    // A clock that was ahead must not put a pack off until then.
    const readAt = read <= now ? read : 0;
    return { backup, days, deadline: readAt + days * dayMs };
  });
}
