// `npm run chaos -- [--suite NAME] [--rounds N] [--seed N]`: tries to break what the engine promises. Exit 0 when every
// promise was kept, 1 when one was not, 2 when it could not be tried; the seed that is printed repeats it. The names:
// `suites.ts`. `--prove` plants faults (`planted/`) in copies of the tree and wants the gate, or all of them, to be red.
import { parseArgs } from 'node:util';
import { exitCodes, prove } from './prove.ts';
import { suites } from './suites.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { suite: text, rounds: text, seed: text, prove: { type: 'boolean' } } });
const suite = suites[values.suite ?? 'kill'];
const rounds = Number(values.rounds ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const isCount = Number.isSafeInteger(rounds) && rounds >= 1;
if (suite === undefined || !isCount || !Number.isSafeInteger(seed)) {
  const names = Object.keys(suites).join('|');
  process.stderr.write(`usage: npm run chaos -- [--prove] [--suite ${names}] [--rounds N] [--seed N]\n`);
  process.exit(exitCodes.couldNotRun);
}
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
// Also when the event loop runs dry in the middle.
process.exitCode = exitCodes.couldNotRun;
say(`seed ${seed}`);
try {
  const isKept = values.prove ? await prove(values.suite ?? null, seed, say) : await suite({ rounds, seed, say });
  process.exitCode = isKept ? exitCodes.kept : exitCodes.broken;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
