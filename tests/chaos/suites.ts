import { bitrotSuite } from './bitrot/suite.ts';
import { catalogSuite } from './catalog/suite.ts';
import { faultsSuite } from './faults/suite.ts';
import { fidelitySuite } from './fidelity/suite.ts';
import { hostileSuite } from './hostile/suite.ts';
import { databaseSuite } from './databases/suite.ts';
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
  restart: ({ rounds, seed, say }) => restartSuite(rounds, seed, say),
  faults: ({ rounds, seed, say }) => faultsSuite(rounds, seed, say),
  bitrot: ({ rounds, seed, say }) => bitrotSuite(rounds, seed, say),
  hostile: ({ rounds, seed, say }) => hostileSuite(rounds, seed, say),
  fidelity: ({ rounds, say }) => fidelitySuite(rounds, say),
  races: ({ rounds, seed, say }) => racesSuite(rounds, seed, say),
  catalog: ({ rounds, seed, say }) => catalogSuite(rounds, seed, say),
  databases: ({ rounds, seed, say }) => databaseSuite(rounds, seed, say),
  schedule: scheduleSuite,
  replica: ({ rounds, seed, say }) => replicaSuite(rounds, seed, say),
  soak: ({ rounds, say }) => soakSuite(rounds, say),
};
