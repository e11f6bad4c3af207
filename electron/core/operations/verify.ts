import type { ErrorCode } from '../../../shared/errors.ts';
import type { VerifyReport } from '../../../shared/model/report.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { isoTime } from '../clock.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { openBackup } from './backup-lookup.ts';
import { readBack } from './read-back.ts';

/** Reads a pack back, entry by entry. Throws PACK_CORRUPT, PACK_HOSTILE or PACK_INCOMPLETE naming what is wrong. */
export async function verifyFolder(job: JobControl, path: string): Promise<VerifyReport> {
  return verifyOpened(job, await openPack(path));
}

async function verifyOpened(job: JobControl, pack: CompletePack): Promise<VerifyReport> {
  const { path } = pack;
  const { totals } = pack.manifest;
  await readBack(job, pack, 'entries');
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
export async function verifyBackup(context: EngineContext, job: JobControl, backup: BackupView): Promise<VerifyReport> {
  try {
    const report = await verifyOpened(job, await openBackup(backup));
    context.catalog.backups.update(backup.id, { verified: true, verifiedAt: isoTime(context.clock()), error: null });
    return report;
  } catch (error) {
    const failure = reportOf(error);
    const hasLooked = error !== job.signal.reason && !withoutLook.has(failure.code);
    if (hasLooked) context.catalog.backups.update(backup.id, { verified: false, error: failure });
    throw error;
  }
}
