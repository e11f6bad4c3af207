import type { Engine, RunningJob } from '../core/engine-api.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { beginByHand } from '../core/jobs/make-way.ts';

/** One press reaches the process twice when a launcher passes on what the terminal has sent to all. */
const samePressMs = 300;

/**
 * What Ctrl-C does. The first one cancels the running job, whose end is then awaited: its services are
 * back before the process ends. Further ones only say what is being awaited.
 */
export class Interruption {
  readonly #say: { readonly first: () => void; readonly idle: () => void; readonly again: () => void };
  readonly #clock: Clock;
  readonly #idle = Promise.withResolvers<never>();
  #engine: Engine | null = null;
  #jobId: string | null = null;
  #askedAt: number | null = null;

  constructor(
    say: { readonly first: () => void; readonly idle: () => void; readonly again: () => void },
    clock: Clock,
  ) {
    this.#say = say;
    this.#clock = clock;
    this.#idle.promise.catch(() => {});
  }

  get asked(): boolean {
    return this.#askedAt !== null;
  }

  /** Resolves at the first signal, unless a job is being awaited then. */
  get idled(): Promise<void> {
    return this.#idle.promise.catch(() => undefined);
  }

  attach(engine: Engine): void {
    this.#engine = engine;
  }

  /** The listener of the signals. */
  signal(): void {
    const now = this.#clock();
    if (this.#askedAt !== null) {
      if (now - this.#askedAt >= samePressMs) this.#say.again();
      return;
    }
    this.#askedAt = now;
    if (this.#jobId === null) {
      this.#say.idle();
      this.#idle.reject(new AppError('JOB_CANCELLED', {}));
    } else {
      this.#say.first();
      this.#cancel(this.#jobId);
    }
  }

  /** Waits for reads and questions, but not longer than until the interruption. */
  reading<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#idle.promise]);
  }

  /**
   * Begins a job, once what runs by itself has given way, and waits for its end, whatever it is, also when it is being
   * cancelled. `begin` may be called more than once.
   */
  async job<T>(begin: () => RunningJob<T>): Promise<T> {
    const engine = this.#engine;
    if (engine === null) throw new AppError('INTERNAL', { detail: 'no engine is open' });
    const start = (): RunningJob<T> => {
      if (this.asked) throw new AppError('JOB_CANCELLED', {});
      const running = begin();
      this.#jobId = running.jobId;
      return running;
    };
    try {
      const running = await beginByHand((job) => engine.makeWay(job), start);
      return await running.result;
    } finally {
      this.#jobId = null;
    }
  }

  /** A refused cancel means that the job is at its end already; the awaited result tells which. */
  #cancel(jobId: string): void {
    this.#engine?.cancel(jobId).catch(() => {});
  }
}
