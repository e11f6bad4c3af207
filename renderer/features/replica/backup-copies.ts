import type { CopyState, ReplicaCopy, ReplicaView } from '../../../shared/model/replica.ts';
import type { LightState } from '../../ui/light.tsx';

/** What became of one backup on one target. */
export interface CopyMark {
  readonly replicaId: string;
  /** The target's name. */
  readonly target: string;
  /** Null where no copy was ever wanted. */
  readonly copy: ReplicaCopy | null;
}

/** The marks of every backup that is known on a target, in the order of the targets. */
export function marksByBackup(targets: readonly ReplicaView[]): ReadonlyMap<string, readonly CopyMark[]> {
  const backups = new Set(targets.flatMap(({ copies }) => copies.map(({ backupId }) => backupId)));
  return new Map([...backups].map((id) => [id, marksOf(targets, id)]));
}

/** One mark per target. */
export function marksOf(targets: readonly ReplicaView[], backupId: string): readonly CopyMark[] {
  return targets.map(({ id, name, copies }) => ({
    replicaId: id,
    target: name,
    copy: copies.find((copy) => copy.backupId === backupId) ?? null,
  }));
}

/** Names of the targets that a backup can be brought back from. */
export function targetsWith(marks: readonly CopyMark[]): readonly string[] {
  return marks.filter(({ copy }) => copy?.state === 'verified').map(({ target }) => target);
}

const lights: Readonly<Record<CopyState, LightState>> = {
  waiting: 'attention',
  running: 'none',
  verified: 'good',
  failed: 'alarm',
  missing: 'alarm',
};

/** Green only for a copy that was read back. */
export function copyLight(copy: Pick<ReplicaCopy, 'state'> | null): LightState {
  return copy === null ? 'none' : lights[copy.state];
}

/** What can be done with a copy. One at work is left alone. */
export function copyActs({ state }: Pick<ReplicaCopy, 'state'>): readonly ('verify' | 'copy')[] {
  if (state === 'running') return [];
  return state === 'verified' ? ['verify'] : ['copy'];
}
