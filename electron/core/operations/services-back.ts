import type { ServiceState } from '../../../shared/model/stack.ts';
import type { Docker } from '../docker/client.ts';
import { waitHealthy } from '../docker/service-health.ts';

/**
 * Waits until services that were stopped are back as they were: one that was unhealthy, or in a loop of
 * restarts, before the stop may be so again. SERVICE_NOT_BACK names the others.
 */
export async function awaitBack(
  docker: Docker,
  stops: readonly ServiceState[],
  limitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const sound = stops.filter((service) => service.health !== 'unhealthy' && service.state !== 'restarting');
  if (sound.length === 0) return;
  await waitHealthy(
    docker,
    sound.map((service) => service.containerId),
    { limitMs, signal },
  );
}
