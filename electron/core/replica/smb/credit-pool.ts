import { orAborted } from './or-aborted.ts';

// More than any server gives; a limit so that a sum of lies stays a small number.
const most = 65_536;

interface Waiter {
  readonly charge: number;
  readonly start: () => void;
  readonly reject: (error: Error) => void;
}

/** What the server allows to be under way. One credit stands for one message, or for 64 KiB of a larger one. */
export class CreditPool {
  #free = 1;
  #waiters: Waiter[] = [];
  #failure: Error | null = null;

  get free(): number {
    return this.#free;
  }

  get isWaitedFor(): boolean {
    return this.#waiters.length > 0;
  }

  /**
   * Takes `charge` credits and runs `start` in the same turn, now or once they are there, in the order of asking.
   * Resolves with its result; after an abort it does not run.
   */
  async spend<T>(charge: number, start: () => T, signal: AbortSignal): Promise<T> {
    if (this.#failure !== null) throw this.#failure;
    signal.throwIfAborted();
    if (this.#waiters.length === 0 && this.#free >= charge) {
      this.#free -= charge;
      return start();
    }
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const waiter: Waiter = {
      charge,
      start: () => {
        try {
          resolve(start());
        } catch (error) {
          reject(error);
        }
      },
      reject,
    };
    this.#waiters.push(waiter);
    try {
      return await orAborted(promise, signal);
    } finally {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
    }
  }

  grant(credits: number): void {
    this.#free = Math.min(most, this.#free + credits);
    for (let next = this.#waiters[0]; next !== undefined && next.charge <= this.#free; next = this.#waiters[0]) {
      this.#waiters.shift();
      this.#free -= next.charge;
      next.start();
    }
  }

  /** Ends every wait, also later ones. */
  fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }
}
