// `npm run chaos -- [--suite kill|schedule|replica] [--rounds N] [--seed N]`: `kill`, the default, ends commands with SIGKILL
// at random moments; `schedule` lets the scheduler live through days of a fake clock; `replica` kills servers, lines and
// copies, and offers wrong targets. Exit 0 when every promise was kept, 1
// when one was not; the seed that is printed repeats it.
import { parseArgs } from 'node:util';
import { killSuite } from './kill-suite.ts';
import { replicaSuite } from './replica/suite.ts';
import { scheduleSuite } from './schedule/suite.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { suite: text, rounds: text, seed: text } });
const { suite = 'kill' } = values;
const rounds = Number(values.rounds ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const isSuite = suite === 'kill' || suite === 'schedule' || suite === 'replica';
const isCount = Number.isSafeInteger(rounds) && rounds >= 1;
if (!isSuite || !isCount || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: npm run chaos -- [--suite kill|schedule|replica] [--rounds N] [--seed N]\n');
  process.exit(2);
}
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
process.exitCode = 1;
if (suite !== 'kill') say(`seed ${seed}`);
const run = {
  kill: () => killSuite(rounds, seed, say),
  schedule: () => scheduleSuite(seed, say),
  replica: () => replicaSuite(rounds, seed, say),
};
if (await run[suite]()) process.exitCode = 0;
