import { killSuite } from './kill-suite.ts';
import { replicaSuite } from './replica/suite.ts';
import { scheduleSuite } from './schedule/suite.ts';
import type { Suite } from './suite.ts';

/** Each gate by the name that its command has. */
export const suites: Readonly<Record<string, Suite>> = {
  kill: ({ rounds, seed, say }) => killSuite(rounds, seed, say),
  schedule: scheduleSuite,
  replica: ({ rounds, seed, say }) => replicaSuite(rounds, seed, say),
};
