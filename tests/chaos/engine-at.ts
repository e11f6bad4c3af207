import { createEngine } from '../../electron/core/engine.ts';
import type { Engine } from '../../electron/core/engine-api.ts';

/** A Docker engine that is away. */
export const endpoint = 'unix:///nowhere/docker.sock';

/** Services that a job of the ground owes, there. */
export const owedServices = ['app', 'db'] as const;

/** An engine on a home, without Docker. */
export function engineAt(home: string): Promise<Engine> {
  return createEngine({ home, env: { DOCKER_HOST: endpoint, LIFEBOAT_SECRETS: 'key-file' } });
}
