import type { backup as source } from '../../en/panel/backup.ts';
import type { SameShape } from '../../shape.ts';

export const backup: SameShape<typeof source> = {};
