import { randomBytes } from 'node:crypto';
import type { Job, JobKind, Progress } from '../../../shared/model/job.ts';
import type { Catalog } from '../catalog/database.ts';
import type { JobPatch } from '../catalog/jobs.ts';
import { type Clock, isoTime } from '../clock.ts';
import type { RunningJob } from '../engine-api.ts';
import { AppError, detailOf, reportOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { holdExit } from './exit-guard.ts';
import { type JobControl, RunningControl } from './job-control.ts';
import { outcomeOf } from './job-outcome.ts';
import { watchJob } from './job-watch.ts';
import { currentProcess } from './process-identity.ts';
import { ProgressMeter } from './progress.ts';

export interface JobSpec {
  readonly kind: JobKind;
  readonly stackId: string | null;
  /** The stack's name. */
  readonly stack: string | null;
  readonly trigger: string;
  readonly backupId?: string;
}

/** Runs jobs of this process and keeps their records in the catalog. */
export interface Runner {
  /** Takes the stack and begins. STACK_BUSY, thrown at once, when another job holds it in any process. */
  start<T>(spec: JobSpec, body: (job: JobControl) => Promise<T>): RunningJob<T>;
  /** Also for a job of another process. JOB_NOT_FOUND, JOB_NOT_OPEN. */
  cancel(id: string): Job;
  /** Hears every stored change of this runner's jobs until the returned function is called. */
  onJob(listener: (job: Job) => void): () => void;
  /** Cancels what runs, and resolves when every end is written. Nothing can be started after it. */
  close(): Promise<void>;
}

interface Deps {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the runner of this process. */
export function createRunner(deps: Deps): Runner {
  return new CatalogRunner(deps);
}

class CatalogRunner implements Runner {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #running = new Map<string, { readonly control: RunningControl; readonly ended: Promise<unknown> }>();
  #closed = false;

  constructor(deps: Deps) {
    this.#catalog = deps.catalog;
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  start<T>(spec: JobSpec, body: (job: JobControl) => Promise<T>): RunningJob<T> {
    if (this.#closed) throw new AppError('INTERNAL', { detail: 'the runner is closed' });
    const job = this.#newJob(spec);
    this.#catalog.jobs.insert(job, currentProcess(), this.#clock());
    const control = this.#controlOf(job);
    const result = this.#run(control, body);
    // The end is in the catalog, so a shell that does not wait for the result loses nothing.
    const ended = result.catch(() => undefined);
    this.#running.set(job.id, { control, ended });
    return { jobId: job.id, result };
  }

  cancel(id: string): Job {
    const job = this.#catalog.jobs.requestCancel(id);
    const running = this.#running.get(id);
    if (running !== undefined) {
      this.#tell(job);
      running.control.abort(new AppError('JOB_CANCELLED', {}));
    }
    return job;
  }

  onJob(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const running = [...this.#running.values()];
    for (const { control } of running) control.abort(new AppError('JOB_CANCELLED', {}));
    await Promise.all(running.map(({ ended }) => ended));
  }

  #newJob(spec: JobSpec): Job {
    const now = this.#clock();
    return {
      // Sorts by time, and is short enough to be typed and to be part of folder names.
      id: `${now.toString(36)}${randomBytes(4).toString('hex')}`,
      kind: spec.kind,
      stackId: spec.stackId,
      stack: spec.stack,
      backupId: spec.backupId ?? null,
      status: 'queued',
      trigger: spec.trigger,
      progress: new ProgressMeter(this.#clock).snapshot(),
      cancelRequested: false,
      warning: null,
      outputPath: null,
      createdAt: isoTime(now),
      startedAt: null,
      endedAt: null,
      error: null,
      revision: 0,
    };
  }

  #controlOf(job: Job): RunningControl {
    const save = (patch: JobPatch): void => {
      this.#save(job.id, patch);
    };
    const progress = new ProgressMeter(this.#clock, () => {
      // Progress is told in the middle of acts that must not fail for want of a record of it.
      try {
        save({ progress: progress.snapshot() });
      } catch (error) {
        control.abort(this.#catalogFailure(error));
      }
    });
    const { id, kind, stack, trigger } = job;
    const log = this.#log.child({ job: id, kind, stack, trigger });
    const control = new RunningControl({ id, catalog: this.#catalog, log, progress, save });
    return control;
  }

  async #run<T>(control: RunningControl, body: (job: JobControl) => Promise<T>): Promise<T> {
    using _exit = holdExit(control.id);
    try {
      // The caller has the job's id before anything happens.
      await Promise.resolve();
      return await this.#runToEnd(control, body);
    } finally {
      this.#running.delete(control.id);
    }
  }

  async #runToEnd<T>(control: RunningControl, body: (job: JobControl) => Promise<T>): Promise<T> {
    let value: { readonly of: T } | null = null;
    let thrown: { readonly thrown: unknown } | null = null;
    let cleanup: { readonly thrown: unknown } | null;
    {
      using _watch = this.#watch(control);
      try {
        this.#save(control.id, { status: 'running', startedAt: isoTime(this.#clock()) });
        control.signal.throwIfAborted();
        value = { of: await body(control) };
      } catch (error) {
        thrown = { thrown: error };
      }
      cleanup = await this.#cleanUp(control);
    }
    const outcome = outcomeOf({ body: thrown, cleanup, abortReason: control.abortReason });
    this.#writeEnd(control, outcome);
    if (outcome.error !== null) throw outcome.error;
    if (value === null) throw new AppError('INTERNAL', { detail: 'a job ended without a result' });
    return value.of;
  }

  async #cleanUp(control: RunningControl): Promise<{ readonly thrown: unknown } | null> {
    try {
      await control.resources.disposeAsync();
      return null;
    } catch (error) {
      return { thrown: error };
    }
  }

  #writeEnd(control: RunningControl, { status, error }: ReturnType<typeof outcomeOf>): void {
    if (error === null) control.log.info({ status }, 'job ended');
    else control.log.error({ status, error }, 'job ended');
    try {
      this.#save(control.id, {
        status,
        progress: endProgress(control.progress.snapshot(), status === 'succeeded'),
        endedAt: isoTime(this.#clock()),
        error: error === null ? null : reportOf(error),
      });
    } catch (writeError) {
      throw this.#catalogFailure(error === null ? writeError : new SuppressedError(writeError, error));
    }
  }

  #watch(control: RunningControl): Disposable {
    let saved = '';
    return watchJob({
      checkCancel: () => {
        if (this.#catalog.jobs.cancelRequested(control.id)) control.abort(new AppError('JOB_CANCELLED', {}));
      },
      saveProgress: () => {
        const progress = control.progress.snapshot();
        if (JSON.stringify(progress) === saved) return;
        saved = JSON.stringify(progress);
        this.#save(control.id, { progress });
      },
      beat: () => {
        this.#catalog.jobs.heartbeat(control.id, this.#clock());
      },
      broken: (error) => control.abort(this.#catalogFailure(error)),
    });
  }

  #catalogFailure(cause: unknown): AppError {
    return new AppError('CATALOG_UNUSABLE', { path: this.#catalog.file, detail: detailOf(cause) }, { cause });
  }

  #save(id: string, patch: JobPatch): void {
    this.#tell(this.#catalog.jobs.update(id, patch));
  }

  #tell(job: Job): void {
    for (const listener of this.#listeners) {
      try {
        listener(job);
      } catch (error) {
        // A broken view must not end a backup. It is told nothing more.
        this.#listeners.delete(listener);
        this.#log.error({ error, job: job.id }, 'a listener failed and was taken off');
      }
    }
  }
}

function endProgress(last: Progress, succeeded: boolean): Progress {
  const still = { ...last, item: null, speed: 0, etaMs: null };
  return succeeded ? { ...still, phase: 'done' } : still;
}
