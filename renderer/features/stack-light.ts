import type { StackView } from '../../shared/model/view.ts';
import type { LightState } from '../ui/light.tsx';

// Without a policy a day is what most people mean by "every night", with an hour to spare.
const freshMs = 25 * 60 * 60_000;

/** A stack's light: green only for a verified backup that is still young. */
export function stackLight({ lastGood, backups }: Pick<StackView, 'lastGood' | 'backups'>, now: number): LightState {
  if (lastGood === null) return backups === 0 ? 'none' : 'alarm';
  return now - Date.parse(lastGood.createdAt) <= freshMs ? 'good' : 'attention';
}
