import { databaseSuite } from './databases/suite.ts';
import { killSuite } from './kill-suite.ts';
import { replicaSuite } from './replica/suite.ts';
import { scheduleSuite } from './schedule/suite.ts';

export interface SuiteOptions {
  /** How often, where a suite counts in rounds; a suite that counts otherwise does not look at it. */
  readonly rounds: number;
  /** The same seed does the same. */
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Tries to break the promises that it is named for, and counts what it did. Resolves to whether all were kept. */
export type Suite = (options: SuiteOptions) => Promise<boolean>;

/** Each gate by the name that its command has. */
export const suites: Readonly<Record<string, Suite>> = {
  kill: ({ rounds, seed, say }) => killSuite(rounds, seed, say),
  schedule: ({ seed, say }) => scheduleSuite(seed, say),
  databases: ({ rounds, seed, say }) => databaseSuite(rounds, seed, say),
  replica: ({ rounds, seed, say }) => replicaSuite(rounds, seed, say),
};
