import type { Engine, RunningJob } from '../core/engine-api.ts';
import { AppError } from '../core/errors.ts';

/**
 * What Ctrl-C does. The first one cancels the running job, whose end is then awaited: its services are
 * back before the process ends. Further ones only say what is being awaited.
 */
export class Interruption {
  readonly #say: { readonly first: () => void; readonly idle: () => void; readonly again: () => void };
  readonly #idle = Promise.withResolvers<never>();
  #engine: Engine | null = null;
  #jobId: string | null = null;
  #asked = false;

  constructor(say: { readonly first: () => void; readonly idle: () => void; readonly again: () => void }) {
    this.#say = say;
    this.#idle.promise.catch(() => {});
  }

  get asked(): boolean {
    return this.#asked;
  }

  attach(engine: Engine): void {
    this.#engine = engine;
  }

  /** The listener of the signals. */
  signal(): void {
    if (this.#asked) return this.#say.again();
    this.#asked = true;
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

  /** Waits for a job's end, whatever it is, also when it is being cancelled. */
  async job<T>(begin: () => RunningJob<T>): Promise<T> {
    if (this.#asked) throw new AppError('JOB_CANCELLED', {});
    const running = begin();
    this.#jobId = running.jobId;
    try {
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
