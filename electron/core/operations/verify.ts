import type { ErrorCode } from '../../../shared/errors.ts';
import type { VerifyReport } from '../../../shared/model/report.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { Throttle } from '../archive/throttle.ts';
import { isoTime } from '../clock.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { openBackup } from './backup-lookup.ts';
import { readBack } from './read-back.ts';

/** Holds a verification to `limit` bytes per second of what is in the pack; null without one. USAGE_INVALID. */
export function verifyThrottle({ clock }: EngineContext, limit: number | undefined): Throttle | null {
  if (limit === undefined) return null;
  if (!(limit >= 1)) throw new AppError('USAGE_INVALID', { detail: `limit ${limit}` });
  return new Throttle(limit, clock);
}

/** Reads a pack back, entry by entry. Throws PACK_CORRUPT, PACK_HOSTILE or PACK_INCOMPLETE naming what is wrong. */
export async function verifyFolder(job: JobControl, path: string, throttle: Throttle | null): Promise<VerifyReport> {
  return verifyOpened(job, await openPack(path), throttle);
}

async function verifyOpened(job: JobControl, pack: CompletePack, throttle: Throttle | null): Promise<VerifyReport> {
  const { path } = pack;
  const { totals } = pack.manifest;
  await readBack(job, pack, 'entries', throttle);
  return {
    path,
    name: pack.manifest.name,
    parts: pack.manifest.parts.length,
    files: pack.files.size + 1,
    entries: totals.entries,
    rawBytes: totals.rawBytes,
    storedBytes: totals.storedBytes,
  };
}

const withoutLook: ReadonlySet<ErrorCode> = new Set(['BACKUP_FILES_MISSING', 'BACKUP_NOT_COMPLETE', 'JOB_CANCELLED']);

/**
 * Verifies a backup of the catalog, which is marked by the outcome: one that fails for whatever reason is not
 * good any more. BACKUP_FILES_MISSING and a cancel change nothing: neither has looked at the pack.
 */
export async function verifyBackup(
  context: EngineContext,
  job: JobControl,
  backup: BackupView,
  throttle: Throttle | null = null,
): Promise<VerifyReport> {
  try {
    const report = await verifyOpened(job, await openBackup(backup), throttle);
    context.catalog.backups.update(backup.id, { verified: true, verifiedAt: isoTime(context.clock()), error: null });
    return report;
  } catch (error) {
    const failure = reportOf(error);
    const hasLooked = error !== job.signal.reason && !withoutLook.has(failure.code);
    if (hasLooked) context.catalog.backups.update(backup.id, { verified: false, error: failure });
    throw error;
  }
}
