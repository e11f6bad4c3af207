import { givesWay } from '../../../shared/stack/gives-way.ts';
import type { RunningJob } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { hasCode, reportOf } from '../errors.ts';

/** A read from a slow disk or a pack that is being deleted is brought to its end first. */
const limitMs = 30_000;
const lookMs = 100;
// Another process begins such jobs, and may be faster once.
const mostTries = 3;

/** What cancels a job that gives way. */
export type MakeWay = (jobId: string) => Promise<boolean>;

/**
 * Cancels a job of any process that gives way, and resolves with true when it has ended; with false, having changed
 * nothing, when it gives way to nobody, and when it goes on for half a minute all the same.
 */
export async function makeWay(
  { catalog, runner }: Pick<EngineContext, 'catalog' | 'runner'>,
  jobId: string,
): Promise<boolean> {
  const job = catalog.jobs.get(jobId);
  if (job === null || !givesWay(job)) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  // Of this process it is heard at once: before its scheduler, which hears it too, begins the next one.
  const quiet = runner.onJob(({ id, endedAt }) => {
    if (id === jobId && endedAt !== null) resolve(true);
  });
  const look = setInterval(() => {
    if (catalog.jobs.hasEnded(jobId)) resolve(true);
  }, lookMs);
  const late = setTimeout(() => resolve(false), limitMs);
  try {
    runner.cancel(jobId);
    return await promise;
  } catch (error) {
    if (hasCode(error, 'JOB_NOT_OPEN')) return true;
    throw error;
  } finally {
    quiet();
    clearInterval(look);
    clearTimeout(late);
  }
}

/** Begins what an operator has asked for, at once if it can be; a job that gives way is ended first. STACK_BUSY for others. */
export async function beginByHand<T>(way: MakeWay, begin: () => RunningJob<T>): Promise<RunningJob<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return begin();
    } catch (error) {
      const holder = holderOf(error);
      if (holder === null || tries === mostTries || !(await way(holder))) throw error;
    }
  }
}

/** The job that a STACK_BUSY names; null for any other failure. */
function holderOf(error: unknown): string | null {
  return hasCode(error, 'STACK_BUSY') ? String(reportOf(error).params['job']) : null;
}
