import { setTimeout as wait } from 'node:timers/promises';

/** Work that nobody cancels and that must not be broken off: it may have made a helper container, and removes it. */
export class InFlight {
  readonly #work = new Set<Promise<unknown>>();

  /** Counts `work` until it has settled; resolves and rejects with it. */
  attend<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    const over = (): void => {
      this.#work.delete(work);
    };
    work.then(over, over);
    return work;
  }

  /** Resolves when nothing is under way any more, after `limitMs` at the latest: what is silent holds no end up. */
  async settled(limitMs: number): Promise<void> {
    const late = new AbortController();
    const limit = wait(limitMs, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([this.#all(), limit]);
    late.abort();
  }

  async #all(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }
}
