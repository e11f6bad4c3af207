import type { ErrorReport } from '../../errors.ts';
import type { Backup, BackupStatus } from '../../model/backup.ts';

/** A backup of the stack `wiki` that ended in this way, made at `at` (milliseconds since the epoch). */
export function backupOf(status: BackupStatus, at: number, error: ErrorReport | null = null): Backup {
  const good = status === 'succeeded';
  return {
    id: `${status}-${at}`,
    stackId: 'stack-1',
    stack: 'wiki',
    name: `backup_manual_v1_${at}`,
    type: 'manual',
    appVersion: '1',
    status,
    verified: good,
    verifiedAt: null,
    mode: 'cold',
    format: 'zstd',
    level: 3,
    trigger: 'manual',
    note: null,
    jobId: 'job-1',
    packId: 'pack-1',
    createdAt: new Date(at).toISOString(),
    startedAt: null,
    endedAt: null,
    durationMs: null,
    stopWindowMs: null,
    rawBytes: 0,
    storedBytes: 0,
    path: null,
    policyId: null,
    pinned: false,
    checksum: null,
    sources: [],
    error,
  };
}
