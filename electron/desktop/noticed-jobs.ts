import type { Job } from '../../shared/model/job.ts';
import { idleTriggers } from '../../shared/stack/gives-way.ts';

/** How the triggers of what a scheduler begins by itself begin. */
const unattended = ['scheduled ', ...Object.values(idleTriggers)];

/**
 * Whether the end of a job is worth a notice: of one that somebody has begun, always. What runs by itself every night
 * is told when it goes wrong: as an alarm where it is one, and here when a prune fails.
 */
export function isNoticed({ endedAt, trigger, kind, status, error }: Job): boolean {
  if (endedAt === null) return false;
  // Told as an alarm, by every channel, unless its operator had asked for it.
  if (error?.code === 'UPGRADE_NOT_BACK') return false;
  if (error?.code === 'UPGRADE_UNDONE') return error.params['cause'] === 'UPGRADE_DECLINED';
  const isByItself = unattended.some((begin) => trigger.startsWith(begin));
  return !isByItself || (kind === 'prune' && status === 'failed');
}
