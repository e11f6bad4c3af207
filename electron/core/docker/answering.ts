import type { Docker } from './client.ts';

const limitMs = 10_000;

/** Whether an engine that answered once still does. DOCKER_UNREACHABLE and its kind. */
export async function assertAnswers(docker: Docker): Promise<void> {
  await docker.tell({ what: 'ping', method: 'GET', path: '/_ping', limitMs });
}
