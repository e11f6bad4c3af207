import type { Job } from '../../../shared/model/job.ts';
import type { Catalog } from '../catalog/database.ts';
import type { JobPatch } from '../catalog/jobs.ts';
import { AppError, reportOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ProgressMeter } from './progress.ts';

/** What a job may say of itself while it runs. */
type OwnPatch = Partial<Pick<Job, 'backupId' | 'outputPath' | 'warning'>>;

/** What a job's body is given. */
export interface JobControl {
  readonly id: string;
  /** Aborted when the job is cancelled, at once or at the end of `atomic`. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly progress: ProgressMeter;
  /**
   * Journals the intent, acts, journals what came of it. A cancelled job begins no step, except inside
   * `atomic`. `args` and the act's result are kept as JSON: plain data, and small.
   */
  step<T>(name: string, args: unknown, act: () => Promise<T>): Promise<T>;
  /**
   * A step of clean-up: begins whatever happened, also in a cancelled job, and when the journal takes no
   * line, because what it puts right matters more than its record.
   */
  rescue<T>(name: string, args: unknown, act: () => Promise<T>): Promise<T>;
  /** A cancel that arrives during `act` is felt after its end. Also runs, steps included, when already cancelled. */
  atomic<T>(act: () => Promise<T>): Promise<T>;
  /** Released, whatever happened, before the job's end is written. */
  readonly resources: AsyncDisposableStack;
  update(patch: OwnPatch): void;
}

interface Parts {
  readonly id: string;
  readonly catalog: Catalog;
  readonly log: Log;
  readonly progress: ProgressMeter;
  /** Stores a change of the job and tells the listeners. */
  readonly save: (patch: JobPatch) => void;
}

/** The runner's side of a `JobControl`: it can abort. */
export class RunningControl implements JobControl {
  readonly id: string;
  readonly log: Log;
  readonly progress: ProgressMeter;
  readonly resources = new AsyncDisposableStack();
  readonly #journal: Catalog['journal'];
  readonly #save: Parts['save'];
  readonly #controller = new AbortController();
  #shields = 0;
  #abortReason: Error | null = null;

  constructor(parts: Parts) {
    this.id = parts.id;
    this.log = parts.log;
    this.progress = parts.progress;
    this.#journal = parts.catalog.journal;
    this.#save = parts.save;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first reason given to `abort`, once the signal carries it. */
  get abortReason(): Error | null {
    return this.signal.aborted ? this.#abortReason : null;
  }

  /** The first reason stays. */
  abort(reason: Error): void {
    this.#abortReason ??= reason;
    this.#deliverAbort();
  }

  async step<T>(name: string, args: unknown, act: () => Promise<T>): Promise<T> {
    if (this.#shields === 0) this.signal.throwIfAborted();
    const n = this.#journal.intent(this.id, name, args);
    this.log.info({ step: n, name }, 'step begins');
    const result = await this.#journalled(n, act);
    this.#journal.done(this.id, n, result);
    return result;
  }

  async rescue<T>(name: string, args: unknown, act: () => Promise<T>): Promise<T> {
    const journal = (write: () => void): void => {
      try {
        write();
      } catch (error) {
        this.log.error({ error, name }, 'the journal took no line of a rescue');
      }
    };
    let n = 0;
    journal(() => {
      n = this.#journal.intent(this.id, name, args);
    });
    try {
      const result = await act();
      if (n > 0) journal(() => this.#journal.done(this.id, n, result));
      return result;
    } catch (error) {
      if (n > 0) journal(() => this.#journal.failed(this.id, n, reportOf(error)));
      throw error;
    }
  }

  async atomic<T>(act: () => Promise<T>): Promise<T> {
    this.#shields += 1;
    try {
      return await act();
    } finally {
      this.#shields -= 1;
      this.#deliverAbort();
    }
  }

  update(patch: OwnPatch): void {
    this.#save(patch);
  }

  async #journalled<T>(n: number, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      try {
        this.#journal.failed(this.id, n, reportOf(error));
      } catch (journalError) {
        throw new AppError(
          'INTERNAL',
          { detail: `the journal took no failure of step ${n}` },
          { cause: new SuppressedError(journalError, error) },
        );
      }
      throw error;
    }
  }

  #deliverAbort(): void {
    if (this.#abortReason !== null && this.#shields === 0) this.#controller.abort(this.#abortReason);
  }
}
