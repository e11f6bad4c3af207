import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { Docker } from './client.ts';
import { findContainer } from './containers.ts';
import type { ContainerInspection } from './engine-answers.ts';
import { label } from './project-labels.ts';

/** A container without a health check counts as back after it ran this long without a restart. */
const steadyMs = 5_000;
const pollMs = 250;

export type Verdict = 'back' | 'waiting' | 'failed';

/** One look at a container that should come back. `steadyForMs`: how long it has been seen running without a restart. */
export function judge(container: ContainerInspection | null, steadyForMs: number): Verdict {
  if (container === null) return 'failed';
  const { Status: status, Health: health, ExitCode: exitCode } = container.State;
  const policy = container.HostConfig.RestartPolicy?.Name || 'no';
  if (status === 'running') {
    if (health && health.Status !== 'none')
      return health.Status === 'healthy' ? 'back' : health.Status === 'unhealthy' ? 'failed' : 'waiting';
    return steadyForMs >= steadyMs ? 'back' : 'waiting';
  }
  if (status === 'restarting' || status === 'created') return 'waiting';
  // A container that has done its work and may end is as good as it will get.
  if (status === 'exited' && exitCode === 0 && (policy === 'no' || policy === 'on-failure')) return 'back';
  return 'failed';
}

/**
 * Waits until containers run and are healthy; those without a health check must run steadily for 5 s.
 * SERVICE_NOT_BACK names the ones that failed or were not back within `limitMs`.
 */
export async function waitHealthy(
  docker: Docker,
  containerIds: readonly string[],
  options: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const pending = new Map(
    containerIds.map((id) => [id, { name: id.slice(0, 12), runId: '', steadySince: 0, state: '' }]),
  );
  const failed = new Map<string, string>();
  const deadline = performance.now() + options.limitMs;
  for (;;) {
    for (const [id, watch] of pending) {
      const container = await findContainer(docker, id, options.signal);
      // A restart is another run, and begins its steadiness anew.
      const runId = `${container?.State.StartedAt} ${container?.RestartCount}`;
      const now = performance.now();
      if (watch.runId !== runId) watch.steadySince = now;
      watch.runId = runId;
      watch.name = container?.Config.Labels[label.service] ?? container?.Name.replace(/^\//u, '') ?? watch.name;
      watch.state = describe(container);
      const verdict = judge(container, now - watch.steadySince);
      if (verdict === 'waiting') continue;
      pending.delete(id);
      if (verdict === 'failed') failed.set(watch.name, watch.state);
    }
    if (pending.size === 0 || failed.size > 0 || performance.now() >= deadline) break;
    await delay(pollMs, undefined, { signal: options.signal });
  }
  for (const watch of failed.size > 0 ? [] : pending.values()) failed.set(watch.name, watch.state);
  if (failed.size === 0) return;
  const detail = [...failed].map(([name, state]) => `${name}: ${state}`).join('; ');
  throw new AppError('SERVICE_NOT_BACK', { services: [...failed.keys()].join(', '), detail });
}

function describe(container: ContainerInspection | null): string {
  if (container === null) return 'the container is gone';
  const { Status: status, Health: health, ExitCode: exitCode, Error: problem } = container.State;
  const ended = status === 'running' ? '' : ` with exit code ${exitCode}`;
  return [`${status}${ended}`, health ? health.Status : '', problem].filter((part) => part !== '').join(', ');
}
