import type { settings as source } from '../../en/panel/settings.ts';
import type { SameShape } from '../../shape.ts';

export const settings: SameShape<typeof source> = {};
