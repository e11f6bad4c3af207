import type { Policy } from '../../../shared/model/policy.ts';
import type { PruneReport, RetentionPreview } from '../../../shared/model/schedule.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { type BackupView, isGood } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { forbidsPrune, retentionOf } from '../schedule/retention.ts';
import { viewOf } from './backup-lookup.ts';
import { deleteBackup } from './delete.ts';
import { finishDeletions } from './finish-deletions.ts';

/**
 * What the retentions of a stack's policies would delete now; a policy that is off deletes nothing.
 * PRUNE_AFTER_FAILURE when the stack's newest backup is not good: then nothing is deleted.
 */
export function previewPrune(context: EngineContext, stack: Stack): RetentionPreview {
  return look(context, stack).preview;
}

/**
 * What one policy would delete and keep of the good packs that it made, were it as given; also while a failure
 * forbids every prune.
 */
export function previewRetention(
  { catalog, clock }: EngineContext,
  stack: Stack,
  { id, enabled, retention }: Pick<Policy, 'id' | 'enabled' | 'retention'>,
): RetentionPreview {
  const backups = catalog.backups.list(stack.id).map(viewOf);
  const made = new Set(backups.filter(({ policyId }) => policyId === id).map((backup) => backup.id));
  const policies = enabled ? [{ id, retention }] : [];
  const { keeps, deletes } = retentionOf({ backups, policies, inUse: inUse(catalog), now: clock() });
  return {
    keeps: keeps.filter(({ backupId }) => made.has(backupId)),
    deletes: deletes.filter(({ backupId }) => made.has(backupId)),
  };
}

function inUse({ kept }: EngineContext['catalog']): ReadonlySet<string> {
  return new Set(kept.list().map(({ backupId }) => backupId));
}

function look({ catalog, clock }: EngineContext, stack: Stack): Look {
  const backups = catalog.backups.list(stack.id).map(viewOf);
  const now = clock();
  const forbidding = forbidsPrune(backups, now);
  if (forbidding !== null) throw new AppError('PRUNE_AFTER_FAILURE', { stack: stack.name, backup: forbidding.name });
  const policies = catalog.policies.list(stack.id).filter(({ enabled }) => enabled);
  return { preview: retentionOf({ backups, policies, inUse: inUse(catalog), now }), backups };
}

interface Look {
  readonly preview: RetentionPreview;
  readonly backups: readonly BackupView[];
}

/**
 * The body of a prune: deletes what the retentions do not keep, oldest first. A cancel is felt between two packs.
 * PRUNE_AFTER_FAILURE as `previewPrune`; PRUNE_STOPPED when one cannot be deleted, or when the newest good pack
 * is not there any more: what was deleted before stays deleted.
 */
export async function pruneStack(context: EngineContext, job: JobControl, stack: Stack): Promise<PruneReport> {
  job.progress.phase('preparing');
  const { preview, backups } = look(context, stack);
  const keeps = [...preview.keeps];
  const lastGood = keeps.filter(({ reason }) => reason === 'last-good').map(({ backupId }) => backupId);
  const deletes: RetentionPreview['deletes'][number][] = [];
  for (const doomed of preview.deletes.toReversed()) {
    job.signal.throwIfAborted();
    // Neither a pin nor a hand in the storage asks for the stack's lease.
    const record = context.catalog.backups.get(doomed.backupId);
    if (record?.pinned === true) {
      keeps.push({ backupId: doomed.backupId, name: doomed.name, reason: 'pinned' });
      continue;
    }
    const backup = backups.find(({ id }) => id === doomed.backupId);
    if (record === null || backup === undefined) continue;
    try {
      assertThere(context, lastGood);
      // Begun, it is brought to its end: half removed it would only be a record without a pack.
      await job.atomic(async () => deleteBackup(context, job, backup));
    } catch (error) {
      await finishDeletions(context, job.id);
      const left = preview.deletes.length - deletes.length;
      const params = { backup: doomed.name, deleted: deletes.length, left, detail: detailOf(error) };
      throw new AppError('PRUNE_STOPPED', params, { cause: error });
    }
    deletes.push(doomed);
  }
  const freedBytes = deletes.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  return { keeps, deletes: deletes.toReversed(), freedBytes };
}

function assertThere({ catalog }: EngineContext, ids: readonly string[]): void {
  for (const id of ids) {
    const backup = catalog.backups.get(id);
    if (backup !== null && isGood(viewOf(backup))) continue;
    throw new AppError('BACKUP_FILES_MISSING', { backup: backup?.name ?? id, path: backup?.path ?? '' });
  }
}
