import { setTimeout as delay } from 'node:timers/promises';
import { findContainer, startContainer } from '../docker/containers.ts';
import type { DatabaseServer } from './driver.ts';
import { knownDriver } from './known-driver.ts';

const awakeLimitMs = 120_000;
const pollMs = 500;

/**
 * Starts a server that does not run, and waits until it answers. True when it had to be started; `started` is told
 * before, also when it never answers. What `look` refuses with when it does not answer in two minutes.
 */
export async function awaken(
  server: DatabaseServer,
  { signal, started }: { readonly signal: AbortSignal; readonly started: () => void },
): Promise<boolean> {
  const found = await findContainer(server.docker, server.containerId, signal);
  if (found?.State.Running === true) return false;
  started();
  await startContainer(server.docker, server.containerId, signal);
  const deadline = performance.now() + awakeLimitMs;
  for (;;) {
    try {
      await knownDriver(server.engine).look(server, signal);
      return true;
    } catch (error) {
      if (signal.aborted || performance.now() > deadline) throw error;
      await delay(pollMs, undefined, { signal });
    }
  }
}
