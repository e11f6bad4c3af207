import type { CoveredSource } from '../../../shared/model/coverage.ts';
import type { StackBackup } from '../../../shared/model/stack-backup.ts';
import { hasSameMembers } from '../source-choice.ts';

/** A source that can be left out of a stack's backups. */
export interface Leavable {
  readonly id: string;
  /** Null when it is left out and is not found in the stack now. */
  readonly location: string | null;
}

/** Data sources as found, then what is left out and gone. `sources`: null while nobody has looked. */
export function leavables(sources: readonly CoveredSource[] | null, leftOut: readonly string[]): readonly Leavable[] {
  if (sources === null) return [];
  const found = sources.filter(({ kind }) => kind !== 'config' && kind !== 'image');
  const gone = leftOut.filter((id) => found.every((source) => source.id !== id));
  return [...found.map(({ id, location }) => ({ id, location })), ...gone.map((id) => ({ id, location: null }))];
}

/** Whether every source that is there would be left out. */
export function leavesNothing(candidates: readonly Leavable[], leftOut: readonly string[]): boolean {
  const found = candidates.filter(({ location }) => location !== null);
  return found.length > 0 && found.every(({ id }) => leftOut.includes(id));
}

/** Whether saving the one over the other would change anything. */
export function isSameBackup(one: StackBackup, other: StackBackup): boolean {
  return one.format === other.format && one.level === other.level && hasSameMembers(one.leftOut, other.leftOut);
}
