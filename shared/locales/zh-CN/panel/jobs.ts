import type { jobs as source } from '../../en/panel/jobs.ts';
import type { SameShape } from '../../shape.ts';

export const jobs: SameShape<typeof source> = {};
