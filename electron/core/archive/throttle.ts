import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** Keeps a flow of bytes at or under a rate, averaged since it began. */
export class Throttle {
  readonly #bytesPerSecond: number;
  readonly #clock: Clock;
  readonly #begun: number;
  #bytes = 0;

  constructor(bytesPerSecond: number, clock: Clock) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
    this.#begun = clock();
  }

  /** Resolves when `bytes` more may have passed. Rejects with AbortError when `signal` aborts. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    this.#bytes += bytes;
    const due = this.#begun + (this.#bytes / this.#bytesPerSecond) * 1000;
    const wait = due - this.#clock();
    if (wait > 0) await delay(wait, undefined, { signal });
  }
}
