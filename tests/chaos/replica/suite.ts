import { startDockerEngine } from '../../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../../support/images.ts';
import { integrationPrograms, obtainPrograms } from '../../support/requirements.ts';
import { type CommandKills, commandKills } from './command-kills.ts';
import { replicaKills } from './folder-kills.ts';
import { type RoundsCount, shareRounds } from './share-rounds.ts';
import { refuseWrongTargets } from './wrong-targets.ts';

/**
 * Every part, one closing line each: `rounds` troubles of a real Samba, a quarter as many black holes and kills of a
 * copy to a folder, an eighth as many kills of the real command and changes on the server's disk, every wrong target. Resolves to whether every promise
 * was kept; a part stops at the first that was not.
 */
export async function replicaSuite(rounds: number, seed: number, say: (text: string) => void): Promise<boolean> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`the rounds cannot run: ${obstacle}`);
  const part = (share: number): number => Math.max(1, Math.ceil(rounds / share));
  const parts: readonly (readonly [string, () => Promise<string>])[] = [
    [
      'a server killed or frozen, a line cut',
      async () => played(await shareRounds({ rounds, seed, kinds: ['kill', 'freeze', 'cut'] })),
    ],
    ['black holes', async () => played(await shareRounds({ rounds: part(4), seed, kinds: ['hole'] }))],
    [
      'a disk that changes what was sent',
      async () => played(await shareRounds({ rounds: part(8), seed, kinds: ['rot'] })),
    ],
    ['kills of the command', async () => killed(await commandKills(part(8), seed))],
    [
      'kills of a copy to a folder',
      async () => {
        const { rounds: all, broken, whole } = await replicaKills(part(4), seed);
        return `${all} rounds, ${broken} in mid-copy, ${whole} after it`;
      },
    ],
    [
      'wrong targets',
      async () => `${await wrongTargets()} refused before a service was stopped, nothing was made there`,
    ],
  ];
  let isKept = true;
  for (const [name, play] of parts) {
    try {
      say(`${name}: ${await play()}; 0 wrong`);
    } catch (error) {
      isKept = false;
      say(`${name}: FAILED (--seed ${seed}): ${String(error)}`);
    }
  }
  return isKept;
}

async function wrongTargets(): Promise<number> {
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  return await refuseWrongTargets(engine.host, busyboxImage);
}

function played({ of, encrypted, failed, survived, before }: RoundsCount): string {
  const list = Object.entries(of).map(([kind, count]) => `${count} × ${kind}`);
  return `${list.join(', ')} (${encrypted} encrypted): ${survived} went on by themselves, ${failed} by the next copy, ${before} were good before`;
}

function killed({ copy, daemon, backup, byDaemon, rounds, before }: CommandKills): string {
  return `${copy} in a copy, ${daemon} in the daemon's queue, ${backup} in a backup, ${before} after DONE; ${byDaemon} finished by the daemon, ${rounds - byDaemon} by the next command; the password stands nowhere`;
}
