import { startDockerEngine } from '../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../support/images.ts';
import { integrationPrograms, obtainPrograms } from '../support/requirements.ts';
import { openArena } from './arena.ts';
import { campaign, summary } from './campaign.ts';
import { killedCommands } from './kill/commands.ts';
import { killDockerAtSteps } from './kill/docker-steps.ts';
import { killAtSteps, type StepCounts } from './kill/step-round.ts';
import { SeededRandom } from './random.ts';

/** At so many points of each command in the short form; in the full form at every one. */
const fullForm = 200;

/**
 * SIGKILL: every command at its steps, the ones that stop services on a private Docker engine, and there at `rounds`
 * random moments, too. Of each command at most `rounds` points, unless that is 200 or more: then all. Resolves to
 * whether every promise was kept; a part stops at the first that was not.
 */
export async function killSuite(rounds: number, seed: number, say: (text: string) => void): Promise<boolean> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`the rounds cannot run: ${obstacle}`);
  const limit = rounds >= fullForm ? Infinity : rounds;
  let isKept = true;
  const play = async (name: string, kill: () => Promise<StepCounts>): Promise<void> => {
    try {
      say(`${name}: ${told(await kill())}`);
    } catch (error) {
      isKept = false;
      say(`FAILED (--seed ${seed}): ${String(error)}`);
    }
  };
  for (const command of killedCommands)
    await play(command.name, () => killAtSteps(command, limit, new SeededRandom(seed)));
  // What is broken without Docker is broken with it, and would only be told twice.
  if (!isKept) return false;
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  await using arena = await openArena(engine.host, busyboxImage);
  for (const kind of ['backup', 'rollback', 'undo'] as const)
    await play(`${kind} of a stack`, () => killDockerAtSteps(arena, kind, limit, new SeededRandom(seed)));
  if (!isKept) return false;
  const { outcomes, failed } = await campaign(arena, { rounds, seed, say });
  say(summary(outcomes));
  if (failed === null) say('every service ran again, nothing else was started, nothing half was listed');
  else say(`FAILED in round ${failed.round} (${failed.kind}; --seed ${seed}): ${String(failed.error)}`);
  return failed === null;
}

function told({ passed, killed, killedAgain, old, renewed }: StepCounts): string {
  const data = old + renewed === 0 ? '' : `, ended with ${old} × old and ${renewed} × new data`;
  return `${killed} kills at its ${passed} points, ${killedAgain} recoveries killed too${data}; 0 promises broken`;
}
