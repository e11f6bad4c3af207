// `npm run chaos -- [--suite kill|schedule] [--rounds N] [--seed N]`: `kill`, the default, ends commands with SIGKILL at
// random moments; `schedule` lets the scheduler live through days of a fake clock. Exit 0 when every promise was kept, 1
// when one was not; the seed that is printed repeats it.
import { parseArgs } from 'node:util';
import { killSuite } from './kill-suite.ts';
import { scheduleSuite } from './schedule/suite.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { suite: text, rounds: text, seed: text } });
const { suite = 'kill' } = values;
const rounds = Number(values.rounds ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const isCount = Number.isSafeInteger(rounds) && rounds >= 1;
if (!['kill', 'schedule'].includes(suite) || !isCount || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: npm run chaos -- [--suite kill|schedule] [--rounds N] [--seed N]\n');
  process.exit(2);
}
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
process.exitCode = 1;
if (suite === 'schedule') say(`seed ${seed}`);
const kept = suite === 'kill' ? await killSuite(rounds, seed, say) : await scheduleSuite(seed, say);
if (kept) process.exitCode = 0;
