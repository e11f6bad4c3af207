import type { Policy, Retention } from '../../../shared/model/policy.ts';
import type { KeepReason, RetentionPreview } from '../../../shared/model/schedule.ts';
import { type BackupView, isGood } from '../../../shared/model/view.ts';

const dayMs = 86_400_000;

/** What a retention is decided from. */
export interface RetentionFacts {
  /** All of one stack, in any order. */
  readonly backups: readonly BackupView[];
  /** Those whose retention is in force; what another policy has made is kept. */
  readonly policies: readonly Pick<Policy, 'id' | 'retention'>[];
  /** Ids of backups whose rollback still keeps data. */
  readonly inUse: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Which good packs of a stack stay and why, and which go. Only good packs count: one that is missing,
 * unverified or failed is in neither list. A backup that is dated in the future stays, and counts as one.
 */
export function retentionOf(facts: RetentionFacts): RetentionPreview {
  const { now } = facts;
  const newestFirst = facts.backups.filter(isGood).toSorted((one, other) => madeAt(other) - madeAt(one));
  // Two when a clock was ahead once: what it dated then must not stand in for what was made since.
  const last = new Set([newestFirst[0], newestFirst.find((backup) => madeAt(backup) <= now)]);
  const doubtUntil = Math.max(...facts.backups.filter(hasFailedVerification).map(madeAt));
  const retentions = new Map(facts.policies.map(({ id, retention }) => [id, retention]));
  const ranks = new Map<string, number>();
  const keeps: RetentionPreview['keeps'][number][] = [];
  const deletes: RetentionPreview['deletes'][number][] = [];
  for (const backup of newestFirst) {
    const { id, name, storedBytes, policyId } = backup;
    const retention = backup.type === 'scheduled' && policyId !== null ? retentions.get(policyId) : undefined;
    const rank = 1 + (ranks.get(policyId ?? '') ?? 0);
    if (retention !== undefined) ranks.set(policyId ?? '', rank);
    const reason =
      (last.has(backup) && 'last-good') ||
      (backup.pinned && 'pinned') ||
      (retention === undefined ? 'type' : keptBy(retention, rank, now - madeAt(backup))) ||
      (facts.inUse.has(id) && 'in-use') ||
      (madeAt(backup) <= doubtUntil && 'elder');
    if (reason === false) deletes.push({ backupId: id, name, storedBytes });
    else keeps.push({ backupId: id, name, reason });
  }
  return { keeps, deletes };
}

/** `rank`: 1 for the newest good one of its policy. */
function keptBy({ days, count }: Retention, rank: number, ageMs: number): KeepReason | false {
  if (days === null && count === null) return 'unlimited';
  if (ageMs < 0 || (days !== null && ageMs <= days * dayMs)) return 'days';
  return count !== null && rank <= count && 'count';
}

/**
 * The backup that forbids to delete any: the stack's newest that has ended, when that is not good. Of what is
 * dated in the future and of what is not, both newest are looked at. Null when nothing forbids it.
 */
export function forbidsPrune(backups: readonly BackupView[], now: number): BackupView | null {
  const ended = backups
    .filter(({ status }) => status !== 'running')
    .toSorted((one, other) => madeAt(other) - madeAt(one));
  const newest = [ended[0], ended.find((backup) => madeAt(backup) <= now)];
  return newest.find((backup) => backup !== undefined && !isGood(backup)) ?? null;
}

/** A whole pack that was looked at and found wrong; one that nobody has looked at yet has no error. */
function hasFailedVerification({ status, verified, error }: BackupView): boolean {
  return status === 'succeeded' && !verified && error !== null;
}

function madeAt({ createdAt }: BackupView): number {
  return Date.parse(createdAt);
}
