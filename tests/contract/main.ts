// `npm run fuzz -- [--rounds 100000] [--seed N]`: malformed payloads for every call of the window, on the real router.
import { parseArgs } from 'node:util';
import { fuzzRouter } from './campaign.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: npm run fuzz -- [--rounds N] [--seed N]\n');
  process.exit(2);
}
process.stdout.write(`${rounds} payloads for each call with seed ${seed}\n`);
process.exitCode = 1;
const { sent, faults } = await fuzzRouter(rounds, seed);
for (const fault of faults.slice(0, 20)) process.stdout.write(`FAILED ${fault}\n`);
process.stdout.write(`${sent} sent, ${faults.length} not refused as they should be\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
