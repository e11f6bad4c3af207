import type { CallInput } from '../../../shared/ipc/contract.ts';
import type { RollbackPlan, RollbackScope } from '../../../shared/model/rollback.ts';
import { chosenSources } from '../source-choice.ts';

export type PlanRequest = CallInput<'rollback.plan'>;

/** What the operator has set for a rollback so far. */
export interface RollbackSettings {
  readonly scope: RollbackScope;
  readonly safetyBackup: boolean;
  /** Ids of sources that were unticked. */
  readonly leftOut: readonly string[];
}

export const standardRollback: RollbackSettings = { scope: 'full', safetyBackup: true, leftOut: [] };

/** What to ask main for. Null when no source is ticked: an empty list would mean every source. */
export function planRequest(
  backup: string,
  { scope, safetyBackup, leftOut }: RollbackSettings,
  candidates: readonly { readonly id: string }[],
): PlanRequest | null {
  const only = chosenSources(candidates, leftOut);
  if (only?.length === 0) return null;
  return { backup, scope, only: only ?? [], exclude: [], safetyBackup };
}

/** A rollback that was begun, and the job that is looked at now: its own, or that of its undo. */
export interface Followed {
  readonly plan: RollbackPlan;
  readonly rollbackJob: string;
  readonly job: string;
}
