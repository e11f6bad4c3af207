import type { health as source } from '../../en/panel/health.ts';
import type { SameShape } from '../../shape.ts';

export const health: SameShape<typeof source> = {};
