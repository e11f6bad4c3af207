import type { EngineContext } from '../engine-context.ts';
import { deadJobs } from '../jobs/dead-jobs.ts';

const shortestRestMs = 30_000;
const longestRestMs = 300_000;

/**
 * Tells a process that goes on for weeks when there is something to recover. A death is, at once. So are services that
 * are owed and data that is half exchanged while no job of their stack runs, whoever left them: a job whose engine went
 * away has failed and is not dead. What does not get better is tried again after longer and longer rests.
 */
export class RecoveryNeed {
  readonly #context: Pick<EngineContext, 'catalog' | 'ledger' | 'clock'>;
  #left = '';
  #restMs = 0;
  #restsUntil = 0;

  constructor(context: Pick<EngineContext, 'catalog' | 'ledger' | 'clock'>) {
    this.#context = context;
  }

  /** Counts as a try when it says yes. */
  async isDue(): Promise<boolean> {
    const { catalog, clock } = this.#context;
    if (deadJobs(catalog).length > 0) return true;
    const left = (await this.#leftOver()).toSorted().join(' ');
    if (left !== this.#left) this.#restMs = this.#restsUntil = 0;
    this.#left = left;
    const now = clock();
    // Also when the clock was set back meanwhile.
    if (left === '' || (now < this.#restsUntil && now >= this.#restsUntil - this.#restMs)) return false;
    this.#restMs = Math.min(longestRestMs, Math.max(shortestRestMs, this.#restMs * 2));
    this.#restsUntil = now + this.#restMs;
    return true;
  }

  /** Ids of the jobs that left something, as far as nobody works on it. */
  async #leftOver(): Promise<string[]> {
    const { catalog, ledger } = this.#context;
    const { debts } = await ledger.open();
    const open = catalog.jobs.open();
    const isAtWork = (jobId: string, stackId: string): boolean =>
      open.some((job) => job.id === jobId || job.stackId === stackId);
    const halfDone = catalog.kept.list().filter(({ state }) => state !== 'kept' && state !== 'undone');
    return [...debts, ...halfDone].flatMap(({ jobId, stackId }) => (isAtWork(jobId, stackId) ? [] : [jobId]));
  }
}
