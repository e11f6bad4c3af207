import type { EngineContext } from '../engine-context.ts';
import { viewOf } from '../operations/backup-lookup.ts';
import { isGood } from '../../../shared/model/view.ts';
import { goodAtOf } from './stack-schedule.ts';
import type { GoodBackup } from './troubled-runs.ts';

/** A stack's good backups that were made at `since` (ms) or later; none whose date cannot be believed. */
export function goodSince(
  { catalog, clock }: Pick<EngineContext, 'catalog' | 'clock'>,
  stackId: string,
  since: number,
): GoodBackup[] {
  const found: GoodBackup[] = [];
  for (const backup of catalog.backups.newest(stackId)) {
    if (Date.parse(backup.createdAt) < since) break;
    const at = goodAtOf({ lastGoodAt: backup.createdAt, now: clock() });
    if (at === null || !isGood(viewOf(backup))) continue;
    found.push({ at, policyId: backup.type === 'scheduled' ? backup.policyId : null });
  }
  return found;
}
