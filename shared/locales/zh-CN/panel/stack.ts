import type { stack as source } from '../../en/panel/stack.ts';
import type { SameShape } from '../../shape.ts';

export const stack: SameShape<typeof source> = {};
