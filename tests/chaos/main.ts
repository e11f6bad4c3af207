// `npm run chaos -- [--suite NAME] [--rounds N] [--seed N]`: tries to break what the engine promises. Exit 0 when every
// promise was kept, 1 when one was not; the seed that is printed repeats it. The names: `suites.ts`.
import { parseArgs } from 'node:util';
import { suites } from './suites.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { suite: text, rounds: text, seed: text } });
const suite = suites[values.suite ?? 'kill'];
const rounds = Number(values.rounds ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const isCount = Number.isSafeInteger(rounds) && rounds >= 1;
if (suite === undefined || !isCount || !Number.isSafeInteger(seed)) {
  process.stderr.write(`usage: npm run chaos -- [--suite ${Object.keys(suites).join('|')}] [--rounds N] [--seed N]\n`);
  process.exit(2);
}
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
process.exitCode = 1;
say(`seed ${seed}`);
if (await suite({ rounds, seed, say })) process.exitCode = 0;
