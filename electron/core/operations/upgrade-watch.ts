import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { readComposeProject } from '../docker/compose-project.ts';
import type { EngineContext } from '../engine-context.ts';
import { detailOf } from '../errors.ts';
import { findStack, lookAt } from './stack-access.ts';
import { judgeUpgrade, type UpgradeVerdict } from './upgrade-health.ts';

/** Looks again and again at a stack after its upgrade, and remembers since when each container runs. */
export class UpgradeWatch {
  readonly #context: EngineContext;
  readonly #since = new Map<string, number>();

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** What cannot be looked at now may be later: it is waited for. */
  async look({ stackId, services, compose, idle }: Upgrade, signal: AbortSignal): Promise<UpgradeVerdict> {
    if (compose === null) return { verdict: 'healthy', detail: '' };
    try {
      const { model } = await readComposeProject(compose.files, compose.directory);
      const named = new Set(model.services.map(({ name }) => name));
      const { state } = await lookAt(this.#context, findStack(this.#context, stackId), signal);
      const now = this.#context.clock();
      return judgeUpgrade({
        services: state.services.filter(({ foreign }) => !foreign),
        expected: [...new Set(services.map(({ service }) => service))].filter((name) => named.has(name)),
        leftAlone: new Set(idle),
        steadyFor: ({ containerId, startedAt }) => {
          // A restart is another run.
          const run = `${containerId} ${startedAt}`;
          const since = this.#since.get(run) ?? now;
          this.#since.set(run, since);
          return now - since;
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      return { verdict: 'waiting', detail: detailOf(error) };
    }
  }
}
