import type { LightState } from '../ui/light.tsx';
import { type Backed, type StackReason, stackReason } from './stack-reason.ts';

/** The light when there is a good backup, and when there is none. */
const lights: Readonly<Record<StackReason['kind'], readonly [backed: LightState, bare: LightState]>> = {
  never: ['none', 'none'],
  fresh: ['good', 'good'],
  old: ['attention', 'attention'],
  half: ['attention', 'alarm'],
  failed: ['attention', 'alarm'],
  unusable: ['attention', 'alarm'],
  cancelled: ['alarm', 'alarm'],
};

/** A stack's light: green only for a verified backup that is still young and that no failure has followed. */
export function stackLight(stack: Backed, now: number): LightState {
  const [backed, bare] = lights[stackReason(stack, now).kind];
  return stack.lastGood === null ? bare : backed;
}
