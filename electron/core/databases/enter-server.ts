import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../errors.ts';

const startLimitMs = 60_000;
const retryMs = 500;

/** One way to be let into a server. */
export interface WayIn<Client> {
  readonly client: Client;
  /** Resolves with null when the server lets it in, else with what it said. */
  readonly knock: () => Promise<string | null>;
}

/**
 * Resolves with the client of the first way that a server lets in; waits up to a minute while `isStarting` says of a
 * refusal that the server is about to answer otherwise. DATABASE_REFUSED names every refusal.
 */
export async function enterServer<Client>(
  service: string,
  ways: readonly WayIn<Client>[],
  isStarting: (refusal: string) => boolean,
  signal: AbortSignal,
): Promise<Client> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const refusals = new Set<string>();
    for (const { client, knock } of ways) {
      const refusal = await knock();
      if (refusal === null) return client;
      refusals.add(refusal);
    }
    if (![...refusals].some(isStarting) || performance.now() > deadline)
      throw new AppError('DATABASE_REFUSED', { service, detail: [...refusals].join('; ') });
    await delay(retryMs, undefined, { signal });
  }
}
