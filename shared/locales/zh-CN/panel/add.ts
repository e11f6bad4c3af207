import type { add as source } from '../../en/panel/add.ts';
import type { SameShape } from '../../shape.ts';

export const add: SameShape<typeof source> = {};
