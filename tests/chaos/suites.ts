import { catalogSuite } from './catalog/suite.ts';
import { killSuite } from './kill-suite.ts';
import { racesSuite } from './races/suite.ts';
import { replicaSuite } from './replica/suite.ts';
import { restartSuite } from './restart/suite.ts';
import { scheduleSuite } from './schedule/suite.ts';
import { soakSuite } from './soak/suite.ts';
import type { Suite } from './suite.ts';

/** Each gate by the name that its command has. */
export const suites: Readonly<Record<string, Suite>> = {
  kill: ({ rounds, seed, say }) => killSuite(rounds, seed, say),
  catalog: ({ rounds, seed, say }) => catalogSuite(rounds, seed, say),
  schedule: scheduleSuite,
  soak: ({ rounds, say }) => soakSuite(rounds, say),
  replica: ({ rounds, seed, say }) => replicaSuite(rounds, seed, say),
  races: ({ rounds, seed, say }) => racesSuite(rounds, seed, say),
  restart: ({ rounds, seed, say }) => restartSuite(rounds, seed, say),
};
