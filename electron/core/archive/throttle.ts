import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** Keeps a flow of bytes at or under a rate, averaged since it began, or since the clock was set back. */
export class Throttle {
  readonly #bytesPerSecond: number;
  readonly #clock: Clock;
  #begun: number;
  #seen: number;
  #bytes = 0;

  constructor(bytesPerSecond: number, clock: Clock) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
    this.#begun = clock();
    this.#seen = this.#begun;
  }

  /** Resolves when `bytes` more may have passed. Rejects with AbortError when `signal` aborts. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const now = this.#clock();
    // By the times of before, it would wait as long as the clock was set back.
    if (now < this.#seen) [this.#begun, this.#bytes] = [now, 0];
    this.#seen = now;
    this.#bytes += bytes;
    const due = this.#begun + (this.#bytes / this.#bytesPerSecond) * 1000;
    const wait = due - now;
    if (wait > 0) await delay(wait, undefined, { signal });
  }
}
