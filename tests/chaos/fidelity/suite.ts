import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startComposeStack } from '../../support/compose-stack.ts';
import { startDockerEngine } from '../../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../../support/images.ts';
import { lifeboat, volumePath } from '../../support/lifeboat.ts';
import { integrationPrograms, obtainPrograms } from '../../support/requirements.ts';
import { tempHome } from '../../support/temp-home.ts';
import { makeCases, type RoundTrip, roundTrip } from './round-trip.ts';

/** A hundred thousand in the 200 rounds of the full form. */
const filesPerRound = 500;

/** A folder and a volume, there and back; one line each. Resolves to whether nothing was lost without a word. */
export async function fidelitySuite(rounds: number, say: (line: string) => void): Promise<boolean> {
  const files = rounds * filesPerRound;
  const trips = [
    ['a folder', await folderTrip(files)],
    ['a volume', await volumeTrip(files)],
  ] as const;
  for (const [what, { cases, entries, omitted, faults }] of trips) {
    for (const fault of faults.slice(0, 10)) say(`  FAILED: ${fault}`);
    say(`${what}: ${cases} cases, ${entries} entries, ${omitted} cases named as not kept, ${faults.length} wrong`);
  }
  return trips.every(([, { faults }]) => faults.length === 0);
}

/** A folder stack with every case and this many ordinary files. */
export async function folderTrip(files: number): Promise<RoundTrip> {
  await using home = await tempHome();
  const root = join(home.beside, 'app');
  await mkdir(root);
  const boat = lifeboat(home.path, {});
  const args = ['--folder', root, '--name', 'shop', '--storage', join(home.beside, 'storage')];
  await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  const cases = await makeCases(root, files);
  // Node sets times to the microsecond.
  return await roundTrip(boat, root, cases, { source: 'folder/app', lostDigits: 3, silent: [] });
}

export async function volumeTrip(files: number): Promise<RoundTrip> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`a volume cannot be tried: ${obstacle}`);
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  const compose = `
version: "3.8"
services:
  app: { image: "${busyboxImage}", command: ["sleep", "100000"], volumes: ["data:/data"], stop_grace_period: 0s }
volumes: { data: {} }
`;
  await using stack = await startComposeStack({ host: engine.host, compose });
  await using home = await tempHome();
  const boat = lifeboat(home.path, { DOCKER_HOST: engine.host });
  const args = ['--compose', stack.composeFile, '--name', 'shop', '--storage', home.beside];
  await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  const root = await volumePath(engine.host, `${stack.project}_data`);
  const cases = await makeCases(root, files);
  // The engine's tar has whole seconds, and says nothing of a socket: the note before a backup does.
  return await roundTrip(boat, root, cases, { source: 'volume/data', lostDigits: 9, silent: ['socket'] });
}
