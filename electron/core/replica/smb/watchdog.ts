// How often it looks while one limit passes. The server is asked for a sign of life half-way.
const ticksPerLimit = 6;
// A server that lives may take so many limits for one answer, e.g. to flush gigabytes to a slow disk.
const limitsPerAnswer = 10;

/** What is watched, and what happens to it. */
export interface Watched {
  /** How many ticks the oldest open request has waited; null when nothing is owed. Counts one tick. */
  readonly tick: () => number | null;
  readonly askForSign: () => void;
  /** `ms` is how long the server was silent. */
  readonly giveUp: (ms: number) => void;
}

/** Notices a server that is silent while it owes an answer. Counts ticks instead of reading a clock. */
export class Watchdog {
  readonly #timer: NodeJS.Timeout;
  #quiet = 0;

  constructor(limitMs: number, watched: Watched) {
    this.#timer = setInterval(() => {
      const oldest = watched.tick();
      this.#quiet = oldest === null ? 0 : this.#quiet + 1;
      if (this.#quiet > ticksPerLimit) watched.giveUp(limitMs);
      else if (oldest !== null && oldest > ticksPerLimit * limitsPerAnswer) watched.giveUp(limitMs * limitsPerAnswer);
      else if (this.#quiet === ticksPerLimit / 2) watched.askForSign();
    }, limitMs / ticksPerLimit);
  }

  /** Bytes came, or the network took some. */
  sawLife(): void {
    this.#quiet = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
