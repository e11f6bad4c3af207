import type { Upgrade } from '../../../shared/model/upgrade.ts';
import type { RunningJob } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode } from '../errors.ts';
import { driveUpgrade } from './upgrade-drive.ts';

/** Begins a job that follows an upgrade to its end. UPGRADE_NOT_FOUND; STACK_BUSY while another job has the stack. */
export function followUpgrade(context: EngineContext, id: string): RunningJob<Upgrade> {
  const { catalog, runner } = context;
  const upgrade = catalog.upgrades.get(id);
  if (upgrade === null) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
  const { stackId, stack, backupId } = upgrade;
  const spec = { kind: 'upgrade' as const, stackId, stack, trigger: `upgrade ${id}` };
  return runner.start(backupId === null ? spec : { ...spec, backupId }, async (job) => {
    tryAgain(context, id);
    return driveUpgrade(context, job, id);
  });
}

/** One that could not go back has its promise open still. */
function tryAgain({ catalog }: EngineContext, id: string): void {
  catalog.together(() => {
    const upgrade = catalog.upgrades.get(id);
    if (upgrade?.state !== 'failed' || upgrade.reason?.code !== 'UPGRADE_NOT_BACK') return;
    const open = catalog.upgrades.open().find(({ stackId }) => stackId === upgrade.stackId);
    if (open !== undefined) throw new AppError('UPGRADE_OPEN', { stack: upgrade.stack, job: open.id });
    catalog.upgrades.update(id, {
      state: 'going-back',
      reason: { code: 'UPGRADE_DECLINED', params: {} },
      endedAt: null,
    });
  });
}

/**
 * Follows every upgrade that nobody follows any more: a panel or a daemon keeps the promise of a process that died.
 * How each ends is in its record.
 */
export function resumeUpgrades(context: EngineContext): void {
  const { catalog, log } = context;
  const open = catalog.upgrades.open();
  if (open.length === 0) return;
  const busy = new Set(catalog.jobs.open().map(({ stackId }) => stackId));
  for (const { id, stackId } of open) {
    if (busy.has(stackId)) continue;
    try {
      followUpgrade(context, id).result.catch((error: unknown) => log.warn({ error, upgrade: id }, 'an upgrade ended'));
    } catch (error) {
      if (!hasCode(error, 'STACK_BUSY')) throw error;
    }
  }
}
