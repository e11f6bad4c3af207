import type { ReplicateReport } from '../../../shared/model/replica.ts';
import { idleTriggers } from '../../../shared/stack/gives-way.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import type { EngineContext } from '../engine-context.ts';
import type { RunningJob } from '../engine-api.ts';
import { hasCode, reportOf } from '../errors.ts';
import { isDue } from '../operations/copy-queue.ts';
import { copyAll } from '../operations/replicate.ts';

/** Whoever has ended a copy wants the stack for something else, or the line. */
const restMs = 60_000;

/** Copies what waits to its targets when it is due, one target at a time, while nothing else is to be done. */
export class CopyQueue {
  readonly #context: EngineContext;
  #jobId: string | null = null;
  #restUntil = 0;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** To be called at every look that has left nothing waiting. Begins at most one job; whether it did. */
  look(): boolean {
    const { catalog, clock, log } = this.#context;
    if (clock() < this.#restUntil || catalog.jobs.open().length > 0) return false;
    const due = catalog.replicaCopies
      .open()
      .filter(({ state, nextTryAt }) => state === 'waiting' && isDue(nextTryAt, clock()));
    const [first] = due;
    const replica = first === undefined ? null : catalog.replicas.get(first.replicaId);
    const stack = replica === null ? null : catalog.stacks.get(replica.stackId);
    if (replica === null || stack === null) return false;
    const dueIds = new Set(due.flatMap(({ replicaId, backupId }) => (replicaId === replica.id ? backupId : [])));
    // The newest first, as their target has them.
    const ids = catalog.replicaCopies
      .ofReplica(replica.id)
      .flatMap(({ backupId }) => (dueIds.has(backupId) ? backupId : []));
    const job = this.#start({ stackId: stack.id, stack: stack.name }, replica, ids);
    if (job === null) return false;
    this.#jobId = job.jobId;
    // Each row says why, and is tried again.
    job.result.catch((error: unknown) => {
      if (hasCode(error, 'JOB_CANCELLED')) this.#restUntil = clock() + restMs;
      log.warn({ error: reportOf(error), replica: replica.name }, 'what waits for a target was not copied');
    });
    return true;
  }

  /** Null when another process has just taken the stack. */
  #start(
    lease: { readonly stackId: string; readonly stack: string },
    replica: StoredReplica,
    ids: readonly string[],
  ): RunningJob<ReplicateReport> | null {
    try {
      return this.#context.runner.start(
        { kind: 'replicate', ...lease, trigger: idleTriggers.copies },
        async (control) => copyAll(this.#context, control, replica, ids),
      );
    } catch (error) {
      if (hasCode(error, 'STACK_BUSY')) return null;
      throw error;
    }
  }

  /** Gives way to a planned run that this job keeps waiting, if it is one of its own; what it was at goes on later. */
  giveWay(jobId: string): void {
    if (jobId !== this.#jobId) return;
    this.#jobId = null;
    this.#context.runner.cancel(jobId);
  }
}
