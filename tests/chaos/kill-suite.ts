import { startDockerEngine } from '../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../support/images.ts';
import { integrationPrograms, obtainPrograms } from '../support/requirements.ts';
import { openArena } from './arena.ts';
import { campaign, summary } from './campaign.ts';

/**
 * SIGKILL at random moments on a private Docker engine. Resolves to whether every promise was kept in every round;
 * stops at the first that was not.
 */
export async function killSuite(rounds: number, seed: number, say: (text: string) => void): Promise<boolean> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`the rounds cannot run: ${obstacle}`);
  say(`${rounds} rounds`);
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  await using arena = await openArena(engine.host, busyboxImage);
  const { outcomes, failed } = await campaign(arena, { rounds, seed, say });
  say(summary(outcomes));
  if (failed === null) say('every service ran again, nothing else was started, nothing half was listed');
  else say(`FAILED in round ${failed.round} (${failed.kind}; --seed ${seed}): ${String(failed.error)}`);
  return failed === null;
}
