import { setTimeout as wait } from 'node:timers/promises';
import { within } from './within.ts';

/**
 * Asks `probe` again until it answers something else than null. For states that announce no event, such as another
 * process's socket; rejects with `what` after `limitMs`, also when it is a probe that does not answer.
 */
export async function until<T>(what: string, probe: () => Promise<T | null>, limitMs = 30_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await within(what, limitMs, probe());
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await wait(50);
  }
}
