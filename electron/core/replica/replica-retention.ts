import type { BackupType } from '../../../shared/model/backup.ts';
import type { Retention } from '../../../shared/model/policy.ts';

const dayMs = 86_400_000;

/** A copy that is complete, as retention sees it. */
export interface RetainedCopy {
  readonly name: string;
  readonly packId: string;
  readonly stackId: string;
  readonly type: BackupType;
  /** When the pack was made; milliseconds since the epoch. */
  readonly madeAt: number;
}

/** What the retention of a target is decided from. */
export interface ReplicaRetentionFacts {
  /** Every complete copy at the target, in any order. */
  readonly copies: readonly RetainedCopy[];
  readonly retention: Retention;
  readonly stackId: string;
  /** Ids of packs that the operator has pinned, or that are in use. */
  readonly pinned: ReadonlySet<string>;
  /** Names of copies that were read back and found damaged; nothing older than one of them goes. */
  readonly damaged: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Names of the copies that go, the oldest first: scheduled ones of this stack that neither measure keeps. The newest
 * complete copy always stays, as it does at home; two when a clock was ahead once.
 */
export function replicasToDelete(facts: ReplicaRetentionFacts): string[] {
  const { copies, retention, stackId, pinned, damaged, now } = facts;
  const { days, count } = retention;
  if (days === null && count === null) return [];
  const own = copies.filter((copy) => copy.stackId === stackId);
  const newestFirst = own.filter(({ name }) => !damaged.has(name)).toSorted((one, other) => other.madeAt - one.madeAt);
  const last = new Set([newestFirst[0], newestFirst.find(({ madeAt }) => madeAt <= now)]);
  const doubtUntil = Math.max(...own.filter(({ name }) => damaged.has(name)).map(({ madeAt }) => madeAt));
  const scheduled = newestFirst.filter(({ type }) => type === 'scheduled');
  return scheduled
    .filter((copy, rank) => {
      const age = now - copy.madeAt;
      const isKept = age < 0 || (days !== null && age <= days * dayMs) || (count !== null && rank < count);
      return !isKept && !last.has(copy) && !pinned.has(copy.packId) && copy.madeAt > doubtUntil;
    })
    .map(({ name }) => name)
    .toReversed();
}
