import { isDeepStrictEqual } from 'node:util';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, isAppError, reportOf } from '../errors.ts';
import { assertDocker, type BegunRun, beginRun } from './begin-run.ts';
import { CopyQueue } from './copy-queue.ts';
import { coverNewStacks } from './environment-policies.ts';
import { IdleVerifier } from './idle-verifier.ts';
import { maxParallel } from './installation.ts';
import { SchedulerLease } from './lease.ts';
import { isPausedAt, lastPause } from './pause.ts';
import { tooLateAt } from './plan-runs.ts';
import { pruneAfter } from './prune-after.ts';
import { recordPlanned } from './record-planned.ts';
import { settleRun } from './settle-run.ts';

interface Deps {
  readonly context: EngineContext;
  readonly kind: 'panel' | 'daemon';
  /** Hears every change of a planned run that this scheduler writes. */
  readonly told: (run: PolicyRun) => void;
}

/**
 * Plans and begins runs while it holds the lease of its catalog; otherwise it looks whether it may have it. Everything
 * that it decides is in the catalog before it is done, so that it may end at any moment.
 */
export class Scheduler {
  readonly #context: EngineContext;
  readonly #told: Deps['told'];
  readonly #lease: SchedulerLease;
  readonly #quiet: () => void;
  /** Stacks that were looked at for a policy of the environment. */
  readonly #covered = new Set<string>();
  readonly #verifier: IdleVerifier;
  readonly #copies: CopyQueue;
  #lastBeat: number | null = null;
  #look: Promise<void> | null = null;
  #again: Promise<void> | null = null;
  #woken: NodeJS.Immediate | null = null;
  #closed = false;

  constructor({ context, kind, told }: Deps) {
    this.#context = context;
    this.#told = told;
    this.#lease = new SchedulerLease(context.catalog, context.clock, kind);
    this.#verifier = new IdleVerifier(context);
    this.#copies = new CopyQueue(context);
    // A stack that is free again may have a run that waits for it.
    this.#quiet = context.runner.onJob((job) => {
      if (job.endedAt !== null) this.wake();
    });
  }

  /**
   * One look at everything, begun after this call; never two at once. Resolves when it is done, also when it failed:
   * then the log tells, and the next one tries again.
   */
  tick(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#look === null) {
      this.#look = this.#safely().finally(() => {
        this.#look = null;
      });
      return this.#look;
    }
    this.#again ??= this.#look.then(() => {
      this.#again = null;
      return this.tick();
    });
    return this.#again;
  }

  /** A look soon, because something has changed. */
  wake(): void {
    if (this.#closed) return;
    this.#woken ??= setImmediate(() => {
      this.#woken = null;
      // It logs its own failures.
      this.tick().catch(() => undefined);
    });
  }

  /** Begins nothing more and gives the lease back; what it has begun goes on. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#quiet();
    if (this.#woken !== null) clearImmediate(this.#woken);
    await this.#look;
    try {
      this.#lease.release();
    } catch (error) {
      // Who comes next finds its process dead.
      this.#context.log.warn({ error }, 'the lease of the scheduler was not given back');
    }
  }

  async #safely(): Promise<void> {
    try {
      if (!this.#lease.hold()) {
        this.#lastBeat = null;
        return;
      }
      await this.#lookAtAll();
    } catch (error) {
      this.#context.log.error({ error }, 'the scheduler could not look at its policies');
    }
  }

  async #lookAtAll(): Promise<void> {
    const { catalog, clock, log } = this.#context;
    const now = clock();
    coverNewStacks(this.#context, this.#covered);
    for (const policy of catalog.policies.list()) {
      if (!policy.enabled) continue;
      try {
        for (const run of recordPlanned(this.#context, policy.id, now, this.#lastBeat)) this.#told(run);
      } catch (error) {
        // One that cannot be planned keeps no other from its night.
        log.error({ error, policy: policy.name, stack: policy.stackId }, 'a policy could not be planned');
      }
    }
    this.#lastBeat = now;
    for (const run of catalog.policyRuns.open()) if (run.state === 'running') this.#settle(run.id);
    await this.#beginWaiting();
    const isBusy = this.#closed || isPausedAt(lastPause(catalog), now) || catalog.policyRuns.open().length > 0;
    if (!isBusy && !this.#copies.look()) this.#verifier.look();
  }

  async #beginWaiting(): Promise<void> {
    const { catalog, log } = this.#context;
    // Asked once for all that wait: an engine that is silent must not be waited for again and again.
    let docker: Promise<void> | null = null;
    const askDocker = (): Promise<void> => (docker ??= assertDocker(this.#context));
    for (const run of catalog.policyRuns.open()) {
      if (run.state !== 'waiting' || this.#closed) continue;
      try {
        await this.#attend(run, askDocker);
      } catch (error) {
        log.error({ error, run: run.id }, 'a planned run could not be begun');
      }
    }
  }

  async #attend(run: PolicyRun, askDocker: () => Promise<void>): Promise<void> {
    const { catalog, clock } = this.#context;
    const policy = catalog.policies.get(run.policyId);
    const stack = catalog.stacks.get(run.stackId);
    if (stack === null || policy?.enabled !== true) {
      this.#end(run, 'cancelled', reportOf(new AppError('JOB_CANCELLED', {})));
      return;
    }
    const paused = isPausedAt(lastPause(catalog), clock());
    if (clock() > tooLateAt(run.plannedAt, policy.catchUpHours)) {
      const why = paused ? 'RUN_MISSED_PAUSED' : 'RUN_MISSED_NOT_RUNNING';
      this.#end(run, 'missed', paused || run.reason === null ? { code: why, params: {} } : run.reason);
      return;
    }
    if (paused) return;
    try {
      this.#assertRoom();
      if (stack.definition.kind === 'compose') await askDocker();
      const begun = beginRun(this.#context, stack, policy, run, () => !this.#closed && this.#lease.hold());
      if (begun !== null) this.#follow(begun);
    } catch (error) {
      if (!isAppError(error) || error.code === 'CATALOG_UNUSABLE') throw error;
      this.#refused(run, error);
    }
  }

  /**
   * RUN_QUEUED when as many of its backups run as may. One that is only being copied to a target takes nobody's place: a
   * slow line must not make the nights of other stacks fail.
   */
  #assertRoom(): void {
    const { catalog } = this.#context;
    const limit = maxParallel(this.#context).value;
    const running = catalog.policyRuns.open().filter(({ state, jobId }) => {
      const phase = jobId === null ? undefined : catalog.jobs.get(jobId)?.progress.phase;
      return state === 'running' && phase !== 'replicating' && phase !== 'reading-replica';
    });
    if (running.length >= limit) throw new AppError('RUN_QUEUED', { limit });
  }

  #refused(run: PolicyRun, error: AppError): void {
    const reason = reportOf(error);
    if (error.code === 'STACK_BUSY')
      for (const idle of [this.#verifier, this.#copies]) idle.giveWay(String(reason.params['job']));
    const passes = error.code === 'STACK_BUSY' || error.code === 'RUN_QUEUED' || error.code.startsWith('DOCKER_');
    if (!passes) this.#end(run, 'failed', reason);
    else if (!isDeepStrictEqual(run.reason, reason))
      this.#told(this.#context.catalog.policyRuns.update(run.id, { reason }));
  }

  /** Unless somebody else has begun or ended it. */
  #end(run: PolicyRun, state: 'cancelled' | 'missed' | 'failed', reason: ErrorReport): void {
    const { catalog, clock } = this.#context;
    const ended = catalog.together(() =>
      catalog.policyRuns.get(run.id)?.state === 'waiting'
        ? catalog.policyRuns.update(run.id, { state, reason, endedAt: isoTime(clock()) })
        : null,
    );
    if (ended !== null) this.#told(ended);
  }

  #follow({ run, job }: BegunRun): void {
    this.#told(run);
    // Its row is written before the engine is closed, also when closing it is what ended the job.
    const settle = (): void => {
      try {
        this.#settle(run.id);
      } catch (error) {
        this.#context.log.error({ error, run: run.id }, 'the end of a planned run was not written');
      }
    };
    job.result.then(settle, settle);
  }

  #settle(id: string): void {
    const settled = settleRun(this.#context.catalog, id);
    if (settled === null) return;
    this.#told(settled);
    if (settled.state === 'succeeded' && !this.#closed) pruneAfter(this.#context, settled);
  }
}
