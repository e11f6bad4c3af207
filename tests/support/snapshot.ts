import { docker } from './docker-engine.ts';
import { listTree } from './tree-listing.ts';

/** Every container with its state and start time, and every volume and image: what a call that changes nothing leaves as it is. */
export async function engineState(host: string): Promise<string[]> {
  const ids = (await docker(host, 'ps', '--all', '--quiet', '--no-trunc')).split('\n').filter((id) => id !== '');
  const format = '{{.Id}} {{.Name}} {{.State.Status}} {{.State.StartedAt}} {{.RestartCount}}';
  const containers = ids.length === 0 ? '' : await docker(host, 'inspect', '--format', format, ...ids);
  const volumes = await docker(host, 'volume', 'ls', '--quiet');
  const images = await docker(host, 'images', '--all', '--no-trunc', '--quiet');
  return [containers, volumes, images].flatMap((text) => text.trim().split('\n').toSorted());
}

/** The engine and these folders as one list. */
export async function worldState(host: string, folders: readonly string[]): Promise<string[]> {
  const trees = await Promise.all(folders.map(async (folder) => listTree(folder)));
  return [...(await engineState(host)), ...trees.flat()];
}
