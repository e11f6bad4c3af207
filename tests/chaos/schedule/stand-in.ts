import { openContext } from '../../../electron/core/engine.ts';
import type { Clock } from '../../../electron/core/clock.ts';
import type { EngineContext } from '../../../electron/core/engine-context.ts';
import { AppError } from '../../../electron/core/errors.ts';
import { createRunner, type Runner } from '../../../electron/core/jobs/runner.ts';
import { silentLog } from '../../../electron/core/jobs/testing/sample-records.ts';

/** A process of Lifeboat on a real catalog, whose jobs take their stack and make nothing. */
export interface StandIn extends AsyncDisposable {
  readonly context: EngineContext;
  /** The real one, whose jobs do what they are given. */
  readonly runner: Runner;
  /** Resolves when none of those jobs runs. */
  readonly idle: () => Promise<void>;
}

/** `work` is what a job does, given the id of its stack and its trigger. */
export async function openStandIn(
  home: string,
  clock: Clock,
  work: (stackId: string | null, trigger: string) => Promise<void>,
): Promise<StandIn> {
  const opened = await openContext({ home, env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' }, clock });
  const { catalog } = opened;
  const runner = createRunner({ catalog, clock, log: silentLog });
  const results = new Set<Promise<unknown>>();
  const idling: Runner = {
    start: (spec, _body) => {
      const job = runner.start(spec, async () => {
        await work(spec.stackId, spec.trigger);
        // A backup that failed: there is no pack that it could claim.
        throw new AppError('INTERNAL', { detail: 'a stand-in' });
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
    context: { ...opened, runner: idling, log: silentLog },
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
