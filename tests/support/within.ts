import { setTimeout as wait } from 'node:timers/promises';

/** Settles as `work` does; rejects with `what` when it has not settled after `limitMs`. What was begun goes on. */
export async function within<T>(what: string, limitMs: number, work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const late = wait(limitMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`not within ${limitMs} ms: ${what}`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    // Its rejection is nobody's: the race is over.
    late.catch(() => undefined);
    ended.abort();
  }
}
