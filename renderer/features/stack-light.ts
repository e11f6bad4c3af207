import type { LightState } from '../ui/light.tsx';
import { type Backed, stackReason } from './stack-reason.ts';

/** A stack's light: green only for a verified backup that is still young and that no failure has followed. */
export function stackLight(stack: Backed, now: number): LightState {
  const reason = stackReason(stack, now);
  switch (reason.kind) {
    case 'never':
      return 'none';
    case 'fresh':
      return 'good';
    case 'old':
      return 'attention';
    case 'cancelled':
      return 'alarm';
    case 'failed':
    case 'unusable':
      return reason.good === null ? 'alarm' : 'attention';
  }
}
