import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { assertAnswers } from '../docker/answering.ts';
import type { RunningJob } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode } from '../errors.ts';
import { beginByHand, makeWay } from '../jobs/make-way.ts';
import { driveUpgrade } from './upgrade-drive.ts';
import { nextUpgradeAct } from './upgrade-state.ts';
import { followTrigger } from './upgrade-stop.ts';

/** Begins a job that follows an upgrade to its end. UPGRADE_NOT_FOUND; STACK_BUSY while another job has the stack. */
export function followUpgrade(context: EngineContext, id: string): RunningJob<Upgrade> {
  const { catalog, runner } = context;
  const upgrade = catalog.upgrades.get(id);
  if (upgrade === null) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
  const { stackId, stack, backupId } = upgrade;
  const spec = { kind: 'upgrade' as const, stackId, stack, trigger: followTrigger(id) };
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
      // Somebody may have started the new version on it meanwhile.
      dataBack: false,
      endedAt: null,
    });
  });
}

/** Whether the engine that an upgrade needs answers; without it, nothing could be done but to fail. */
export async function isFollowable(context: EngineContext, { compose }: Upgrade): Promise<boolean> {
  if (compose === null) return true;
  try {
    await assertAnswers(await context.docker());
    return true;
  } catch (error) {
    context.log.warn({ error }, 'a guarded upgrade waits for its engine');
    return false;
  }
}

/**
 * Follows every upgrade that nobody follows any more: a panel or a daemon keeps the promise of a process that died.
 * How each ends is in its record.
 */
export async function resumeUpgrades(context: EngineContext): Promise<void> {
  const { catalog, log } = context;
  const open = catalog.upgrades.open();
  if (open.length === 0) return;
  for (const upgrade of open) {
    const { id, stackId } = upgrade;
    const isHeld = catalog.jobs.open().some((job) => job.stackId === stackId);
    // What began by itself gives way to a promise that is due.
    const isDue = nextUpgradeAct(upgrade, context.clock()).act !== 'wait';
    if ((isHeld && !isDue) || !(await isFollowable(context, upgrade))) continue;
    try {
      const way = async (jobId: string): Promise<boolean> => makeWay(context, jobId);
      const following = await beginByHand(way, () => followUpgrade(context, id));
      following.result.catch((error: unknown) => log.warn({ error, upgrade: id }, 'an upgrade ended'));
    } catch (error) {
      if (!hasCode(error, 'STACK_BUSY')) throw error;
    }
  }
}
