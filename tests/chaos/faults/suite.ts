import { openFolderGround } from './folder-ground.ts';
import { fullDiskPasses } from './full-disk.ts';
import { type FaultCount, faultRounds, faultyCommands } from './folder-rounds.ts';

/** With so many rounds every call fails once, and once for good. */
const everyCall = 200;
const fullDisks = 30;

/** Every part, one closing line each. Resolves to whether every promise was kept in all of them. */
export async function faultsSuite(rounds: number, seed: number, say: (line: string) => void): Promise<boolean> {
  const stride = Math.max(1, Math.round(everyCall / rounds));
  const counts = await Promise.all(
    faultyCommands.map(async (command) => {
      await using ground = await openFolderGround();
      return { command, count: await faultRounds(ground, { command, stride, seed }) };
    }),
  );
  for (const { command, count } of counts) {
    for (const fault of count.faults.slice(0, 10)) say(`  FAILED: ${fault}`);
    say(`${command} of a folder, ${stride === 1 ? 'every call' : `one call of ${stride}`}: ${counted(count)}`);
  }
  const passes = Math.max(1, Math.round((fullDisks * rounds) / everyCall));
  const full = await fullDiskPasses(passes, seed);
  for (const fault of full.faults) say(`  FAILED: ${fault}`);
  say(
    `a full disk, ${full.passes} passes: ${full.failed} backups failed of it, ${full.faults.length} wrong; the services ran again after at most ${full.slowestSeconds.toFixed(1)} s`,
  );
  return full.faults.length === 0 && counts.every(({ count }) => count.faults.length === 0);
}

function counted({ hits, survived, slowestSeconds, faults }: FaultCount): string {
  const list = Object.entries(hits).map(([errno, count]) => `${count} × ${errno}`);
  return `${list.join(', ')}; ${survived} ended well all the same, ${faults.length} wrong; the slowest took ${slowestSeconds.toFixed(1)} s`;
}
