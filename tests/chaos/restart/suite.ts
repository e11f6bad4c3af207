import { integrationPrograms, obtainPrograms } from '../../support/requirements.ts';
import { SeededRandom } from '../random.ts';
import { openRestartGround } from './restart-ground.ts';
import { midCopyRestarts, restartRounds } from './rounds.ts';

/** `rounds` deaths, and a twentieth as many restarts of Docker in mid-copy. Resolves to whether every promise was kept. */
export async function restartSuite(rounds: number, seed: number, say: (text: string) => void): Promise<boolean> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`the rounds cannot run: ${obstacle}`);
  await using ground = await openRestartGround();
  const random = new SeededRandom(seed);
  try {
    const { of, down } = await restartRounds(ground, rounds, random);
    const list = Object.entries(of).map(([trouble, count]) => `${count} × ${trouble}`);
    say(
      `${rounds} deaths while services were stopped (${list.join(', ')}): ${down} with services down; 0 left stopped, 0 started that did not run`,
    );
    const copies = await midCopyRestarts(ground, Math.ceil(rounds / 20), random);
    say(`Docker restarted in mid-copy ${copies} times: 0 good`);
    return true;
  } catch (error) {
    say(`FAILED (--seed ${seed}): ${String(error)}`);
    return false;
  }
}
