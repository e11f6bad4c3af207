import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks `probe` again until it answers something else than null. For states that announce no event, such as another
 * process's socket; rejects with `what` after `limitMs`.
 */
export async function until<T>(what: string, probe: () => Promise<T | null>, limitMs = 30_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await wait(50);
  }
}
