import type { PolicyRun } from '../../../shared/model/policy.ts';
import { idleTriggers } from '../../../shared/stack/gives-way.ts';
import type { EngineContext } from '../engine-context.ts';
import { previewPrune, pruneStack } from '../operations/prune.ts';

/**
 * Begins a prune of the stack whose planned run has made a good backup, if there is anything to delete. What keeps it
 * from beginning (the next job has the stack) is logged; it is done after the next good backup.
 */
export function pruneAfter(context: EngineContext, run: PolicyRun): void {
  const { catalog, runner, log } = context;
  const failed = (error: unknown): void => log.warn({ error, stack: run.stackId }, 'the retention was not done');
  try {
    const stack = catalog.stacks.get(run.stackId);
    if (stack === null || previewPrune(context, stack).deletes.length === 0) return;
    const spec = { kind: 'prune' as const, stackId: stack.id, stack: stack.name };
    const trigger = `${idleTriggers.retention}${run.policy} @ ${run.planned}`;
    runner.start({ ...spec, trigger }, async (job) => pruneStack(context, job, stack)).result.catch(failed);
  } catch (error) {
    failed(error);
  }
}
