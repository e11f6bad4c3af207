import { mkdir, rm } from 'node:fs/promises';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Backup } from '../../../shared/model/backup.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { fetchPack } from '../replica/fetch-pack.ts';
import { checkReplica } from '../replica/identity.ts';
import { openCopy } from '../replica/read-copy.ts';
import { usualRetries, withRetries } from '../replica/retry.ts';
import type { ReplicaTarget } from '../replica/target.ts';
import { copyProgress } from './copy-progress.ts';
import { noteLook, stackOfReplica, targetOf } from './replica-access.ts';
import { assertSamePack, noteCopyFault } from './replica-verify.ts';
import { transferOptions } from './copy-one.ts';
import { checkStorage, packsFolder, workFolder } from './storage.ts';

/**
 * The targets with a copy of a backup that was read back once and not found spoilt since, the one that was read back last
 * first. Also those that could not be reached when it was to be copied again: whoever fetches it reads it all anyway.
 */
export function copiesOf({ catalog }: EngineContext, backupId: string): readonly StoredReplica[] {
  return catalog.replicaCopies
    .ofBackup(backupId)
    .filter(({ verifiedAt }) => verifiedAt !== null)
    .toSorted((one, other) => ((one.verifiedAt ?? '') < (other.verifiedAt ?? '') ? 1 : -1))
    .flatMap(({ replicaId }) => catalog.replicas.get(replicaId) ?? []);
}

/**
 * Brings the pack of a backup back from the first target that gives it whole: hashed as it comes, read back entry by
 * entry, then named. PACK_NAME_TAKEN while it is here; BACKUP_FILES_MISSING when no target has a verified copy; else
 * what the first target met.
 */
export async function fetchBackup(context: EngineContext, job: JobControl, backup: BackupView): Promise<Backup> {
  job.progress.phase('preparing');
  if (backup.path !== null && !backup.missing) throw new AppError('PACK_NAME_TAKEN', { path: backup.path });
  let failure: { readonly of: unknown } | null = null;
  for (const replica of copiesOf(context, backup.id)) {
    job.signal.throwIfAborted();
    try {
      return await fetchFrom(context, job, replica, backup);
    } catch (error) {
      failure ??= { of: error };
      const { code } = reportOf(error);
      if (job.signal.aborted || !isAboutOneTarget(code)) break;
      noteCopyFault(context, replica, backup, error);
      job.log.warn({ error, replica: replica.name }, 'a pack could not be fetched from a target');
    }
  }
  if (failure !== null) throw failure.of;
  throw new AppError('BACKUP_FILES_MISSING', { backup: backup.name, path: backup.path ?? '' });
}

/** Whether the next target may still have the pack; what is wrong here would meet it as well. */
function isAboutOneTarget(code: ErrorCode): boolean {
  return code.startsWith('REPLICA_') || code === 'PACK_FOREIGN' || code === 'SECRETS_UNUSABLE';
}

async function fetchFrom(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  backup: BackupView,
): Promise<Backup> {
  const { catalog, clock } = context;
  const stack = stackOfReplica(context, replica);
  await checkStorage(stack);
  const target = await targetOf(context, replica);
  await refuseOther(target, replica.targetId, backup, job.signal);
  const temporary = workFolder(stack, job.id, isoTime(clock()));
  job.resources.defer(async () => rm(temporary, { recursive: true, force: true }));
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const from = { target, targetId: replica.targetId, name: backup.name, retries: usualRetries };
  const options = {
    ...transferOptions(context, job, replica),
    progress: copyProgress(job.progress, { sending: 'importing', 'reading-back': 'verifying' }),
  };
  const { path } = await job.step('fetch', { replica: replica.id, temporary }, async () => {
    const pack = await fetchPack(from, { temporary, packs: packsFolder(stack) }, options);
    return { path: pack.path };
  });
  noteLook(context, replica.id, { freeBytes: null });
  job.update({ backupId: backup.id, outputPath: path });
  return catalog.backups.update(backup.id, { path, verified: true, verifiedAt: isoTime(clock()), error: null });
}

/** Before anything is fetched: it is the right target, and the pack there is the one that is wanted. */
async function refuseOther(
  target: ReplicaTarget,
  targetId: string,
  backup: BackupView,
  signal: AbortSignal,
): Promise<void> {
  const copy = await withRetries({
    target,
    rules: usualRetries,
    signal,
    act: async (connection) => {
      await checkReplica(connection, targetId, signal);
      return openCopy(connection, backup.name, signal);
    },
  });
  assertSamePack(copy, backup);
}
