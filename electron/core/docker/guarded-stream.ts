import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { dockerFailure } from './docker-failure.ts';

/** How long a stream may wait for the engine's next bytes. */
export const stallLimitMs = 60_000;

const bufferBytes = 4 * 1024 * 1024;

export interface GuardOptions {
  readonly endpoint: Endpoint;
  /** A few words for STALLED, e.g. `read volume pgdata`. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
  readonly limitMs?: number;
}

/**
 * The body of an answer as a stream that cannot lie about its end: cut short it fails with DOCKER_LOST,
 * silent for too long with STALLED. Only waiting for the engine counts, not a slow reader.
 */
export function guardedStream(response: IncomingMessage, options: GuardOptions): Readable {
  return Readable.from(guardedChunks(response, options), { objectMode: false, highWaterMark: bufferBytes });
}

async function* guardedChunks(response: IncomingMessage, options: GuardOptions): AsyncGenerator<Buffer> {
  const { endpoint, what, signal, limitMs = stallLimitMs } = options;
  let waiting = true;
  let stalled = false;
  const watchdog = setTimeout(() => {
    stalled = waiting;
    if (waiting) response.destroy();
    else watchdog.refresh();
  }, limitMs);
  const abort = (): void => void response.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  const explain = (error: unknown): unknown => {
    if (signal?.aborted === true) return signal.reason;
    if (stalled) return new AppError('STALLED', { what, seconds: Math.round(limitMs / 1000) });
    return dockerFailure(error, endpoint, what);
  };
  try {
    signal?.throwIfAborted();
    const chunks: AsyncIterable<Buffer> = response;
    for await (const chunk of chunks) {
      waiting = false;
      yield chunk;
      waiting = true;
      watchdog.refresh();
    }
    // Some ends of a connection look like the end of the answer to the loop above.
    if (!response.complete)
      throw new AppError('DOCKER_LOST', { endpoint: endpoint.text, detail: `${what}: cut short` });
  } catch (error) {
    throw explain(error);
  } finally {
    clearTimeout(watchdog);
    signal?.removeEventListener('abort', abort);
    response.destroy();
  }
}
