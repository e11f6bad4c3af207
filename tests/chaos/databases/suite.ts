import { importDatabases } from '../../support/database-image.ts';
import { startDockerEngine } from '../../support/docker-engine.ts';
import { integrationPrograms, obtainPrograms } from '../../support/requirements.ts';
import { type SqlEngine, startBench } from './bench.ts';
import { dumpRounds } from './dump-rounds.ts';
import { changePassword, fillDisk } from './trouble.ts';
import { killMidway, killRounds } from './kill-rounds.ts';

const engines: readonly SqlEngine[] = ['postgresql', 'mysql'];

/**
 * For each engine `rounds` dumps under write load, each loaded and compared, and two and a half times as many dumps
 * that are killed; then a disk that is full and a wrong password. Resolves to whether every promise was kept; a part stops at the first that was not.
 */
export async function databaseSuite(rounds: number, seed: number, say: (line: string) => void): Promise<boolean> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`the rounds cannot run: ${obstacle}`);
  await using docker = await startDockerEngine();
  await importDatabases(docker.host);
  let isKept = true;
  for (const engine of engines) {
    try {
      await using bench = await startBench(docker.host, engine);
      const held = await dumpRounds(bench, rounds);
      say(`${engine}: ${rounds} dumps, ${held[0] ?? 0} to ${held.at(-1) ?? 0} transactions, none torn; 0 wrong`);
      await killMidway(bench);
      const { of, failed, whole } = await killRounds(bench, Math.ceil(rounds * 2.5), seed);
      const list = Object.entries(of).map(([victim, count]) => `${count} × ${victim}`);
      say(`${engine}: killed ${list.join(', ')}: ${failed} failed and said so, ${whole} were over and whole; 0 wrong`);
      await fillDisk(bench);
      await changePassword(bench);
      say(`${engine}: a dump killed midway, a full disk, a wrong password: each said so; 0 wrong`);
    } catch (error) {
      isKept = false;
      say(`${engine}: FAILED (--seed ${seed}): ${String(error)}`);
    }
  }
  return isKept;
}
