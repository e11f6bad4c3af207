import { shopBackup } from '../../electron/core/jobs/testing/sample-records.ts';
import { retentionOf, type RetentionFacts } from '../../electron/core/schedule/retention.ts';
import type { RetentionPreview } from '../../shared/model/schedule.ts';
import { type BackupView, isGood } from '../../shared/model/view.ts';
import { SeededRandom } from '../chaos/random.ts';

const dayMs = 86_400_000;
const now = Date.parse('2026-11-20T04:00:00.000Z');

export interface Histories {
  readonly count: number;
  readonly seed: number;
  /** What is tried; the product's own unless a test plants a fault. */
  readonly decide?: (facts: RetentionFacts) => RetentionPreview;
}

/**
 * Tries a retention on random histories of a stack: failed, corrupt, hand-deleted, clock-skewed, pinned, of several
 * policies. Returns the first promise that was broken, with the seed that repeats it; null when all were kept.
 */
export function retentionFault({ count, seed, decide = retentionOf }: Histories): string | null {
  for (let at = 0; at < count; at += 1) {
    const facts = randomHistory(new SeededRandom(seed + at));
    const fault = faultOf(facts, decide);
    if (fault !== null) return `history ${at} (seed ${seed + at}): ${fault}`;
  }
  return null;
}

function randomHistory(random: SeededRandom): RetentionFacts {
  const policies = Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, (_, at) => ({
    id: `policy-${at}`,
    retention: { days: random.pick([null, 0.5, 7, 30, 365]), count: random.pick([null, 1, 2, 7, 20]) },
  }));
  const makers = [null, 'policy-gone', ...policies.map(({ id }) => id), ...policies.map(({ id }) => id)] as const;
  const backups = Array.from({ length: Math.floor(random.next() * 50) }, (_, at) =>
    randomBackup(random, `backup-${at}`, random.pick([null, ...makers])),
  );
  return { backups, policies, inUse: new Set(backups.filter(() => random.next() < 0.04).map(({ id }) => id)), now };
}

function randomBackup(random: SeededRandom, id: string, policyId: string | null): BackupView {
  const status = random.next() < 0.85 ? 'succeeded' : random.pick(['failed', 'cancelled', 'running'] as const);
  const isCorrupt = status === 'succeeded' && random.next() < 0.04;
  const verified = status === 'succeeded' && !isCorrupt && random.next() < 0.95;
  // Whole days, so that some have the same date; now and then one from a clock that was ahead.
  const days = random.next() < 0.05 ? -random.next() * 400 : Math.floor(random.next() ** 2 * 400);
  return {
    ...shopBackup,
    id,
    name: id,
    type: policyId === null ? random.pick(['manual', 'pre-upgrade', 'pre-rollback', 'scheduled']) : 'scheduled',
    policyId,
    status,
    verified,
    error: isCorrupt || status === 'failed' ? { code: 'INTERNAL', params: { detail: 'test' } } : null,
    missing: status === 'succeeded' && random.next() < 0.1,
    pinned: random.next() < 0.08,
    createdAt: new Date(now - days * dayMs).toISOString(),
  };
}

function faultOf(facts: RetentionFacts, decide: (facts: RetentionFacts) => RetentionPreview): string | null {
  const { keeps, deletes } = decide(facts);
  const kept = new Set(keeps.map(({ backupId }) => backupId));
  const gone = new Set(deletes.map(({ backupId }) => backupId));
  const good = facts.backups.filter(isGood);
  const told = [...kept, ...gone].toSorted();
  if (
    told.join(' ') !==
    good
      .map(({ id }) => id)
      .toSorted()
      .join(' ')
  )
    return 'not every good pack is told of once';
  for (const among of [good, good.filter((backup) => madeAt(backup) <= now)]) {
    const newest = Math.max(...among.map(madeAt));
    if (among.length > 0 && !among.some((backup) => madeAt(backup) === newest && kept.has(backup.id)))
      return 'the newest good pack is deleted';
  }
  for (const backup of good) {
    const reason = whyKept(backup, facts, good);
    if (reason !== null && gone.has(backup.id)) return `${backup.id} is deleted: ${reason}`;
    if (reason === null && kept.has(backup.id)) return `${backup.id} is kept without a reason`;
  }
  const shortage = facts.policies.find(({ id, retention }) => {
    const made = good.filter(({ policyId }) => policyId === id);
    return made.filter((backup) => kept.has(backup.id)).length < Math.min(retention.count ?? 0, made.length);
  });
  if (shortage !== undefined) return `${shortage.id} keeps fewer than it promises`;
  const rest = decide({ ...facts, backups: facts.backups.filter(({ id }) => !gone.has(id)) });
  return rest.deletes.length === 0 ? null : 'a second prune at once deletes more';
}

/** The promises word by word, one backup at a time, without any order: null when none of them keeps it. */
function whyKept(backup: BackupView, facts: RetentionFacts, good: readonly BackupView[]): string | null {
  const made = madeAt(backup);
  if (backup.pinned) return 'pinned';
  if (facts.inUse.has(backup.id)) return 'in use';
  const policy = facts.policies.find(({ id }) => id === backup.policyId);
  if (policy === undefined) return 'no policy made it';
  const isDoubted = (other: BackupView): boolean =>
    other.status === 'succeeded' && !other.verified && other.error !== null && madeAt(other) >= made;
  if (facts.backups.some(isDoubted)) return 'a younger pack failed its verification';
  const { days, count } = policy.retention;
  if (days === null && count === null) return 'unlimited';
  if (made > now) return 'dated in the future';
  if (days !== null && now - made <= days * dayMs) return 'young';
  const younger = good.filter((other) => other.policyId === policy.id && isBefore(other, backup, good)).length;
  if (count !== null && younger < count) return 'one of the newest';
  const isNewest = !good.some((other) => madeAt(other) <= now && isBefore(other, backup, good));
  return isNewest ? 'the newest good one' : null;
}

/** Whether `one` comes before `other` in a list that has the newest first; of the same date, as they were given. */
function isBefore(one: BackupView, other: BackupView, given: readonly BackupView[]): boolean {
  if (madeAt(one) !== madeAt(other)) return madeAt(one) > madeAt(other);
  return given.indexOf(one) < given.indexOf(other);
}

function madeAt({ createdAt }: BackupView): number {
  return Date.parse(createdAt);
}
