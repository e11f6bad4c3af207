// `npm run chaos -- --rounds 200 [--seed N]`: SIGKILL at random moments on a private Docker engine. Exit 0 when every
// promise was kept in every round, 1 at the first that was not; the seed that is printed repeats it.
import { parseArgs } from 'node:util';
import { startDockerEngine } from '../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../support/images.ts';
import { integrationPrograms, obtainPrograms } from '../support/requirements.ts';
import { openArena } from './arena.ts';
import { campaign, summary } from './campaign.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: npm run chaos -- [--rounds N] [--seed N]\n');
  process.exit(2);
}
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
process.exitCode = 1;
const obstacle = await obtainPrograms(integrationPrograms);
if (obstacle !== null) throw new Error(`the rounds cannot run: ${obstacle}`);
say(`${rounds} rounds with seed ${seed}`);
await using engine = await startDockerEngine();
await importBusybox(engine.host);
await using arena = await openArena(engine.host, busyboxImage);
const { outcomes, failed } = await campaign(arena, { rounds, seed, say });
say(summary(outcomes));
if (failed === null) {
  process.exitCode = 0;
  say('every service ran again, nothing else was started, nothing half was listed');
} else {
  say(`FAILED in round ${failed.round} (${failed.kind}; --seed ${seed}): ${String(failed.error)}`);
}
