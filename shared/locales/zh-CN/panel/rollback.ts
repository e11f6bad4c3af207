import type { rollback as source } from '../../en/panel/rollback.ts';
import type { SameShape } from '../../shape.ts';

export const rollback: SameShape<typeof source> = {};
