// The short form of `npm run chaos -- --suite restart`. Failures name the round.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SeededRandom } from '../chaos/random.ts';
import { openRestartGround, type RestartGround } from '../chaos/restart/restart-ground.ts';
import { midCopyRestarts, restartRounds } from '../chaos/restart/rounds.ts';

// Seconds of work, on a machine that does nothing else.
const timeoutMs = 300_000;

let ground: RestartGround;
const resources = new AsyncDisposableStack();
beforeAll(async () => {
  ground = resources.use(await openRestartGround());
});
afterAll(async () => {
  await resources.disposeAsync();
});

it(
  'after a death, with the catalog lost, after a reboot: what ran runs again, nothing else was started',
  async () => {
    const { down } = await restartRounds(ground, 3, new SeededRandom(3));
    // The first may have been killed before the first stop.
    expect(down).toBeGreaterThanOrEqual(2);
  },
  timeoutMs,
);

it(
  'a backup in whose copy Docker was restarted is never good',
  async () => {
    expect(await midCopyRestarts(ground, 1, new SeededRandom(3))).toBe(1);
  },
  timeoutMs,
);
