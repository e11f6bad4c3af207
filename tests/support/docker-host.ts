import { inject } from 'vitest';

/**
 * For DOCKER_HOST: the engine of the worker that asks. The tests of one file at a time run on it, so what they see there
 * (containers, images, volumes) is theirs. Throws where the suite has no testbed.
 */
export function dockerHost(): string {
  const worker = Number(process.env['VITEST_POOL_ID']);
  const host = inject('dockerHosts')[worker - 1];
  if (host === undefined) throw new Error(`worker ${worker} has no Docker engine`);
  return host;
}
