import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { findStack } from './operations/stack-access.ts';
import { assertPatience, runUpgrade } from './operations/upgrade-guard.ts';
import { followUpgrade } from './operations/upgrade-resume.ts';

type UpgradeCalls = Pick<Engine, 'upgrades' | 'guardUpgrade' | 'decideUpgrade' | 'followUpgrade'>;

/** The engine's calls about guarded upgrades. Wiring only. */
export function upgradeCalls(context: EngineContext): UpgradeCalls {
  const { catalog, runner } = context;
  return {
    upgrades: async () => catalog.upgrades.list(),
    guardUpgrade(request, onLine) {
      assertPatience(request);
      const stack = findStack(context, request.stack);
      const trigger = request.command === null ? 'by hand' : (request.command[0] ?? '');
      return runner.start({ kind: 'upgrade', stackId: stack.id, stack: stack.name, trigger }, async (job) =>
        runUpgrade(context, job, stack, request, onLine),
      );
    },
    decideUpgrade: async (id, decision) => catalog.upgrades.decide(id, decision),
    followUpgrade: (id) => followUpgrade(context, id),
  };
}
