import { startDockerEngine } from '../../support/docker-engine.ts';
import { importBusybox } from '../../support/images.ts';
import { integrationPrograms, obtainPrograms } from '../../support/requirements.ts';
import type { Reading } from './readings.ts';
import { soak } from './soak.ts';

const minuteMs = 60_000;

/** `rounds` minutes. Resolves to whether memory and descriptors stayed flat and every cycle ended well. */
export async function soakSuite(rounds: number, say: (text: string) => void): Promise<boolean> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`the cycles cannot run: ${obstacle}`);
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  try {
    const { cycles, first, last, faults } = await soak(engine.host, rounds * minuteMs);
    for (const fault of faults) say(`  FAILED: ${fault}`);
    say(`${rounds} minutes, ${cycles} cycles: ${held(first)} in the beginning, ${held(last)} in the end`);
    return faults.length === 0;
  } catch (error) {
    say(`FAILED: ${String(error)}`);
    return false;
  }
}

function held({ rssBytes, heapBytes, descriptors }: Reading): string {
  const [rss, heap] = [rssBytes, heapBytes].map((bytes) => Math.round(bytes / (1 << 20)));
  return `${rss} MiB resident, ${heap} MiB in use, ${descriptors} descriptors`;
}
