import type { VerifyReport } from '../../../shared/model/report.ts';
import { openPack } from '../archive/pack-reader.ts';
import { verifyPack } from '../archive/verify-pack.ts';
import { isoTime } from '../clock.ts';
import type { BackupView } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { isAppError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';

/** Reads a pack back, entry by entry. Throws PACK_CORRUPT, PACK_HOSTILE or PACK_INCOMPLETE naming what is wrong. */
export async function verifyFolder(job: JobControl, path: string): Promise<VerifyReport> {
  const pack = await openPack(path);
  const { totals } = pack.manifest;
  job.progress.phase('verifying', totals.rawBytes);
  await job.step('verify', { path }, async () =>
    verifyPack(
      { path, manifest: pack.manifest, files: pack.files.keys() },
      {
        signal: job.signal,
        depth: 'entries',
        onBytes: (bytes) => job.progress.add(bytes),
        onPart: (part) => job.progress.item(part),
      },
    ),
  );
  return {
    path,
    name: pack.manifest.name,
    parts: pack.manifest.parts.length,
    files: pack.files.size + 1,
    entries: totals.entries,
    rawBytes: totals.rawBytes,
    storedBytes: totals.storedBytes,
    good: true,
  };
}

/** Verifies a backup of the catalog, which is marked by the outcome: one that fails is not good any more. */
export async function verifyBackup(
  context: EngineContext,
  job: JobControl,
  backup: BackupView,
  path: string,
): Promise<VerifyReport> {
  try {
    const report = await verifyFolder(job, path);
    context.catalog.backups.update(backup.id, { verified: true, verifiedAt: isoTime(context.clock()), error: null });
    return report;
  } catch (error) {
    if (isAppError(error) && error.code.startsWith('PACK_'))
      context.catalog.backups.update(backup.id, { verified: false, error: reportOf(error) });
    throw error;
  }
}
