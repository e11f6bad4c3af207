import type { Stack } from '../../../shared/model/stack.ts';
import { type Upgrade, type UpgradeRequest, upgradePatience } from '../../../shared/model/upgrade.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { runBackup } from './backup.ts';
import { backupOptions } from './backup-options.ts';
import { enqueueCopies } from './replicate.ts';
import { lookAt } from './stack-access.ts';
import { runUpgradeCommand } from './upgrade-command.ts';
import { driveUpgrade } from './upgrade-drive.ts';
import { pointOf, stackAsRun, type UpgradePoint } from './upgrade-point.ts';

/** UPGRADE_PATIENCE_INVALID for a time that is none, or longer than a day. */
export function assertPatience({ healthMs, confirmMs }: Pick<UpgradeRequest, 'healthMs' | 'confirmMs'>): void {
  for (const ms of [healthMs, confirmMs]) {
    const minutes = ms / 60_000;
    if (!(ms >= 1000 && minutes <= upgradePatience.mostMinutes))
      throw new AppError('UPGRADE_PATIENCE_INVALID', { value: minutes, most: upgradePatience.mostMinutes });
  }
}

/**
 * The body of a guarded upgrade: makes the point, runs the command if there is one, and then waits as `driveUpgrade`
 * does. Refuses as `stackAsRun`, `pointOf` and `runBackup`, and with UPGRADE_OPEN, while nothing was upgraded. `onLine` hears what
 * the command says.
 */
export async function runUpgrade(
  context: EngineContext,
  job: JobControl,
  stack: Stack,
  request: UpgradeRequest,
  onLine: (line: string) => void,
): Promise<Upgrade> {
  const { catalog, clock } = context;
  job.progress.phase('preparing');
  const running =
    stack.definition.kind === 'compose' ? await stackAsRun(await context.docker(job.signal), stack) : stack;
  const live = await lookAt(context, running, job.signal);
  const point = await job.step('look before the upgrade', {}, async () => pointOf(context, live, request.command));
  catalog.upgrades.insert(newUpgrade(context, job.id, stack, request, point));
  try {
    const options = backupOptions(
      {
        stack: stack.id,
        type: 'pre-upgrade',
        trigger: 'before an upgrade',
        images: request.images,
        // Nobody waits for a slow line before an upgrade, and a target that is away forbids none. It is copied later.
        replicate: false,
        ...(request.appVersion === undefined ? {} : { appVersion: request.appVersion }),
      },
      // What backups leave out, the new version may have changed, too.
      { ...stack.backup, leftOut: [] },
    );
    const backup = await runBackup(context, job, running, options);
    enqueueCopies(context, backup);
    job.signal.throwIfAborted();
    const until = isoTime(clock() + request.confirmMs);
    catalog.upgrades.update(job.id, { state: 'upgrading', backupId: backup.id, until });
  } catch (error) {
    const reason = reportOf(job.signal.aborted ? job.signal.reason : error);
    catalog.upgrades.update(job.id, { state: 'failed', reason, endedAt: isoTime(clock()) });
    throw error;
  }
  job.progress.phase('upgrading');
  if (request.command !== null) await runUpgradeCommand(context, job, request.command, point.directory, onLine);
  return driveUpgrade(context, job, job.id);
}

function newUpgrade(
  { clock }: EngineContext,
  id: string,
  stack: Stack,
  { appVersion, command, healthMs, confirmMs, keepHealthy }: UpgradeRequest,
  { services, idle, compose }: UpgradePoint,
): Upgrade {
  return {
    id,
    stackId: stack.id,
    stack: stack.name,
    backupId: null,
    appVersion: appVersion ?? null,
    command,
    state: 'preparing',
    until: null,
    healthMs,
    confirmMs,
    keepHealthy,
    decision: null,
    dataBack: false,
    services,
    idle,
    compose,
    reason: null,
    createdAt: isoTime(clock()),
    endedAt: null,
  };
}
