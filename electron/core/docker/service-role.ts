import type { ServiceRole, ServiceState } from '../../../shared/model/stack.ts';

/**
 * How a container counts. Restarting ones can write at any moment, so they run. A paused one cannot,
 * and stop-and-start would lose its pause, so it is left as it is; `blockers` keeps others from
 * exchanging the data under it.
 */
export function roleOf(container: Pick<ServiceState, 'state' | 'exitCode' | 'restartPolicy'>): ServiceRole {
  if (container.state === 'running' || container.state === 'restarting') return 'long-running';
  const mayEnd = container.restartPolicy === 'no' || container.restartPolicy === 'on-failure';
  return container.state === 'exited' && container.exitCode === 0 && mayEnd ? 'one-shot' : 'stopped';
}

/**
 * Names of the services that ran at some time between two looks, although `before` says they were
 * stopped: their containers run now, were started since, or were replaced.
 */
export function startedSince(before: readonly ServiceState[], now: readonly ServiceState[]): string[] {
  const known = new Map(before.map((container) => [container.containerId, container.startedAt]));
  const ran = now.filter((container) => {
    const startedAt = known.get(container.containerId);
    const running = container.state === 'running' || container.state === 'restarting';
    return startedAt === undefined ? container.state !== 'created' : running || startedAt !== container.startedAt;
  });
  return [...new Set(ran.map((container) => container.service))].toSorted();
}
