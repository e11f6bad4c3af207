import { openContext } from '../../../electron/core/engine.ts';
import type { Clock } from '../../../electron/core/clock.ts';
import type { EngineContext } from '../../../electron/core/engine-context.ts';
import { AppError } from '../../../electron/core/errors.ts';
import { createRunner, type Runner } from '../../../electron/core/jobs/runner.ts';
import { silentLog } from '../../../electron/core/jobs/testing/sample-records.ts';

/** A process of Lifeboat on a real catalog, whose jobs take their stack, are counted, and end at once. */
export interface StandIn extends AsyncDisposable {
  readonly context: EngineContext;
  /** The real one, whose jobs do what they are given. */
  readonly runner: Runner;
  /** Resolves when no counted job runs. */
  readonly idle: () => Promise<void>;
}

/** `ran` hears `stack id` and `trigger` of every job when it runs. */
export async function openStandIn(
  home: string,
  clock: Clock,
  ran: (stackId: string | null, trigger: string) => void,
): Promise<StandIn> {
  const opened = await openContext({ home, env: {}, clock });
  const { catalog } = opened;
  const runner = createRunner({ catalog, clock, log: silentLog });
  const results = new Set<Promise<unknown>>();
  const counting: Runner = {
    start: (spec, _body) => {
      const job = runner.start(spec, () => {
        ran(spec.stackId, spec.trigger);
        // A backup that failed: there is no pack that it could claim.
        return Promise.reject(new AppError('INTERNAL', { detail: 'a stand-in' }));
      });
      const end = job.result.catch(() => undefined).finally(() => results.delete(end));
      results.add(end);
      return job;
    },
    cancel: (id) => runner.cancel(id),
    onJob: (listener) => runner.onJob(listener),
    close: () => runner.close(),
  };
  return {
    context: { ...opened, runner: counting, log: silentLog },
    runner,
    idle: async () => {
      while (results.size > 0) await Promise.all(results);
    },
    [Symbol.asyncDispose]: async () => {
      await runner.close();
      catalog.close();
    },
  };
}
