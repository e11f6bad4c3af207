import type { ErrorReport } from '../../../shared/errors.ts';
import { type Upgrade, waitingStates } from '../../../shared/model/upgrade.ts';
import { isoTime } from '../clock.ts';

/** How the guarded upgrade of a stack stands, where that is more than its job's own matter. */
export type UpgradeStanding =
  /** Its operator's word, or his upgrade, is awaited. `until`: ISO 8601 UTC; then everything goes back. */
  | { readonly kind: 'waiting'; readonly upgrade: Upgrade; readonly until: string }
  /** It should be back at its point, and is not. `reason`: UPGRADE_NOT_BACK. */
  | { readonly kind: 'stuck'; readonly upgrade: Upgrade; readonly reason: ErrorReport; readonly since: string }
  /** It is back at its point, and nobody had asked for that. */
  | { readonly kind: 'undone'; readonly upgrade: Upgrade; readonly reason: ErrorReport; readonly since: string };

/** Who was seen at an upgrade last. */
export interface UpgradeFollower {
  /** Milliseconds since the epoch; now while a job is at it. */
  readonly seenAt: number;
  /** How the last job that was at it has failed; null when it has not, and while one is. */
  readonly error: ErrorReport | null;
}

/**
 * The newest upgrade of every stack, where an operator should know of it: one that never began hides no older one.
 * `upgrades`: newest first. `now` in ms. `graceMs`: so long nobody needs to be at one that should go back.
 */
export function upgradeStandings(
  upgrades: readonly Upgrade[],
  followerOf: (upgrade: Upgrade) => UpgradeFollower,
  now: number,
  graceMs: number,
): UpgradeStanding[] {
  const newest = new Map<string, Upgrade>();
  for (const upgrade of upgrades.filter(hasBegun))
    if (!newest.has(upgrade.stackId)) newest.set(upgrade.stackId, upgrade);
  return [...newest.values()].flatMap((upgrade) => standingOf(upgrade, followerOf(upgrade), now - graceMs) ?? []);
}

function hasBegun({ state, reason }: Upgrade): boolean {
  return state !== 'preparing' && (state !== 'failed' || reason?.code === 'UPGRADE_NOT_BACK');
}

/** `patience` in ms: what was promised until then should be kept by now. */
function standingOf(upgrade: Upgrade, { seenAt, error }: UpgradeFollower, patience: number): UpgradeStanding | null {
  const { state, until, reason, endedAt, createdAt } = upgrade;
  if (state === 'back' && reason !== null && reason.code !== 'UPGRADE_DECLINED')
    return { kind: 'undone', upgrade, reason, since: endedAt ?? createdAt };
  if (state === 'failed' && reason !== null) return { kind: 'stuck', upgrade, reason, since: endedAt ?? createdAt };
  if (endedAt !== null) return null;
  const promised = Math.max(seenAt, until === null ? 0 : Date.parse(until));
  if (promised < patience)
    return { kind: 'stuck', upgrade, reason: leftReason(upgrade, error), since: isoTime(promised) };
  return waitingStates.has(state) && until !== null ? { kind: 'waiting', upgrade, until } : null;
}

/** What kept it from going back; where nothing did, nobody was there to do it. */
function leftReason({ id, stack }: Upgrade, error: ErrorReport | null): ErrorReport {
  if (error?.code === 'UPGRADE_NOT_BACK') return error;
  return { code: 'UPGRADE_NOT_BACK', params: { stack, job: id, cause: 'JOB_INTERRUPTED', manual: '–' } };
}
