import type { Backup } from '../../../shared/model/backup.ts';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import type { StoredPolicy } from '../catalog/policies.ts';
import { isoTime } from '../clock.ts';
import { assertAnswers } from '../docker/answering.ts';
import type { RunningJob } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { runBackup } from '../operations/backup.ts';
import { backupOptions } from '../operations/backup-options.ts';
import { policyRequest } from './policy-request.ts';

/** A run that has begun: its row and its job. */
export interface BegunRun {
  readonly run: PolicyRun;
  readonly job: RunningJob<Backup>;
}

/**
 * Begins a waiting run: its job and its new state are in the catalog together or not at all. Null when it does not
 * wait any more, or `mayBegin` says no. Refuses as `Engine.backup`, STACK_BUSY among that; nothing has changed then.
 */
export function beginRun(
  context: EngineContext,
  stack: Stack,
  policy: StoredPolicy,
  run: PolicyRun,
  mayBegin: () => boolean,
): BegunRun | null {
  const { catalog, runner, clock } = context;
  const options = backupOptions(policyRequest(policy, `scheduled ${policy.name} @ ${run.planned}`), stack.backup);
  return catalog.together(() => {
    if (catalog.policyRuns.get(run.id)?.state !== 'waiting' || !mayBegin()) return null;
    const spec = { kind: 'backup' as const, stackId: stack.id, stack: stack.name, trigger: options.trigger };
    const job = runner.start(spec, async (control) => runBackup(context, control, stack, options));
    const begun = { state: 'running' as const, jobId: job.jobId, startedAt: isoTime(clock()), reason: null };
    return { run: catalog.policyRuns.update(run.id, begun), job };
  });
}

/** Refuses to begin what Docker is needed for while it is away. DOCKER_UNREACHABLE and its kind. */
export async function assertDocker(context: EngineContext): Promise<void> {
  await assertAnswers(await context.docker());
}
