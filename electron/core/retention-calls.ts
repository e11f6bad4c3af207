import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { findBackup, viewOf } from './operations/backup-lookup.ts';
import { previewPrune, pruneStack } from './operations/prune.ts';
import { findStack } from './operations/stack-access.ts';

/** The engine's calls about what is kept and what goes. Wiring only. */
export function retentionCalls(context: EngineContext): Pick<Engine, 'setPinned' | 'previewPrune' | 'prune'> {
  return {
    setPinned: async (backup, pinned) =>
      viewOf(context.catalog.backups.update(findBackup(context, backup).id, { pinned })),
    previewPrune: async (stack) => previewPrune(context, findStack(context, stack)),
    prune(reference, { trigger = 'prune' } = {}) {
      const stack = findStack(context, reference);
      return context.runner.start({ kind: 'prune', stackId: stack.id, stack: stack.name, trigger }, async (job) =>
        pruneStack(context, job, stack),
      );
    },
  };
}
