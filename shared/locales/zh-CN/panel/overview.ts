import type { overview as source } from '../../en/panel/overview.ts';
import type { SameShape } from '../../shape.ts';

export const overview: SameShape<typeof source> = {};
