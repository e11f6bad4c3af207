import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { docker, startDockerEngine } from '../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../support/images.ts';
import { lifeboat, readBackup } from './lifeboat.ts';
import { timedPipe } from './timed.ts';

/** Milliseconds in which the service did not run, one value for each round. */
export interface StopWindows {
  /** By `docker inspect`: from FinishedAt to StartedAt. */
  readonly ours: number[];
  /** What the backup's record states. */
  readonly stated: number[];
  readonly tarGzip: number[];
}

const compose = `
version: '3.7'
services:
  app:
    image: ${busyboxImage}
    network_mode: none
    restart: unless-stopped
    volumes: ['data:/data']
volumes:
  data: {}
`;

/** Stops a real stack whose volume holds the corpus, once for our backup and once for `tar | gzip -6`, in turns. */
export async function measureStopWindows(corpus: string, work: string, rounds: number): Promise<StopWindows> {
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  await using stack = await startComposeStack({ host: engine.host, compose, project: 'bench' });
  const volume = (await docker(engine.host, 'volume', 'inspect', '-f', '{{.Mountpoint}}', 'bench_data')).trim();
  await cp(corpus, volume, { recursive: true, preserveTimestamps: true });
  const home = join(work, 'compose-home');
  const env = { DOCKER_HOST: engine.host };
  const storage = join(work, 'compose-storage');
  await lifeboat(home, ['stack', 'add', '--project', 'bench', '--name', 'bench', '--storage', storage], env);
  const windows: StopWindows = { ours: [], stated: [], tarGzip: [] };
  for (let round = 0; round < rounds; round += 1) {
    const backup = readBackup((await lifeboat(home, ['backup', 'bench'], env)).stdout);
    windows.stated.push(backup.stopWindowMs ?? 0);
    windows.ours.push(await lastStop(stack));
    await lifeboat(home, ['delete', backup.id, '--yes'], env);

    const { Id } = await stack.container('app');
    const archive = join(work, 'volume.tar.gz');
    await docker(engine.host, 'stop', Id);
    await timedPipe('tar -C "$1" -cf - . | gzip -6 > "$2"', volume, archive);
    await docker(engine.host, 'start', Id);
    windows.tarGzip.push(await lastStop(stack));
    await rm(archive);
  }
  return windows;
}

/** How long the service's container was down when it was down last. */
async function lastStop(stack: ComposeStack): Promise<number> {
  const { State } = await stack.container('app');
  if (!State.Running) throw new Error('the service does not run');
  return Date.parse(State.StartedAt) - Date.parse(State.FinishedAt);
}
