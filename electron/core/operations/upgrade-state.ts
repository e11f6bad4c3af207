import type { ErrorReport } from '../../../shared/errors.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';

/** What whoever drives a guarded upgrade does next. */
export type UpgradeAct =
  /** Nothing yet: look again later. */
  | { readonly act: 'wait' }
  /** Look whether the new version is healthy. */
  | { readonly act: 'look' }
  /** Begin to look: the patience for health counts from now. */
  | { readonly act: 'check' }
  | { readonly act: 'keep' }
  | { readonly act: 'go-back'; readonly reason: ErrorReport }
  /** Its process died before anything was upgraded: there is nothing to go back from. */
  | { readonly act: 'give-up' }
  | { readonly act: 'ended' };

const minuteMs = 60_000;

/** Decides from the record and the time alone, so that every process that looks at it decides the same. */
export function nextUpgradeAct(upgrade: Upgrade, now: number): UpgradeAct {
  const { state, decision, until, reason } = upgrade;
  if (state === 'kept' || state === 'back' || state === 'failed') return { act: 'ended' };
  if (state === 'preparing') return { act: 'give-up' };
  // It was decided; the operator's word comes too late then, and nobody takes it.
  if (state === 'going-back') return { act: 'go-back', reason: reason ?? { code: 'UPGRADE_DECLINED', params: {} } };
  if (decision === 'keep') return { act: 'keep' };
  if (decision === 'back') return { act: 'go-back', reason: { code: 'UPGRADE_DECLINED', params: {} } };
  const isOver = until !== null && now >= Date.parse(until);
  // A look that was begun is ended by what it sees, and only then by its time.
  if (state === 'checking') return { act: 'look' };
  if (isOver) {
    const minutes = Math.max(1, Math.round(upgrade.confirmMs / minuteMs));
    return { act: 'go-back', reason: { code: 'UPGRADE_NOT_CONFIRMED', params: { minutes } } };
  }
  if (state === 'upgrading' && decision === 'check') return { act: 'check' };
  return { act: 'wait' };
}
