import type { BackupPreview } from '../../../shared/model/report.ts';
import type { RollbackPlan, RollbackResult } from '../../../shared/model/rollback.ts';
import type { BackupView, StackView } from '../../../shared/model/view.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';

const hash = 'a'.repeat(64);

export const backup: BackupView = {
  id: '01backup',
  stackId: 'stack-1',
  stack: 'wiki',
  name: 'backup_manual_v2.3.1_2026-11-20_04-00-00',
  type: 'manual',
  appVersion: '2.3.1',
  status: 'succeeded',
  verified: true,
  verifiedAt: '2026-11-20T04:00:20.000Z',
  mode: 'cold',
  format: 'zstd',
  level: 3,
  trigger: 'manual',
  jobId: 'job-1',
  packId: 'pack-1',
  createdAt: '2026-11-20T04:00:00.000Z',
  startedAt: '2026-11-20T04:00:00.000Z',
  endedAt: '2026-11-20T04:00:21.000Z',
  durationMs: 21_000,
  stopWindowMs: 3400,
  rawBytes: 3_100_000_000,
  storedBytes: 1_200_000_000,
  path: '/srv/wiki/backups/wiki/backup_manual_v2.3.1_2026-11-20_04-00-00',
  checksum: hash,
  sources: [
    {
      id: 'volume/pgdata',
      kind: 'volume',
      name: 'pgdata',
      part: 'volumes/pgdata.tar.zst',
      rawBytes: 3_000_000_000,
      storedBytes: 1_150_000_000,
      entries: 1204,
      omitted: [],
    },
    {
      id: 'bind/uploads',
      kind: 'bind',
      name: 'uploads',
      part: 'files/uploads.tar.zst',
      rawBytes: 100_000_000,
      storedBytes: 50_000_000,
      entries: 80,
      omitted: [{ path: 'run/app.sock', reason: 'socket' }],
    },
  ],
  error: null,
  missing: false,
};

export const failedBackup: BackupView = {
  ...backup,
  id: '02backup',
  name: 'backup_scheduled_v2.3.1_2026-11-19_04-00-00',
  type: 'scheduled',
  createdAt: '2026-11-19T04:00:00.000Z',
  status: 'failed',
  verified: false,
  verifiedAt: null,
  stopWindowMs: null,
  path: null,
  checksum: null,
  sources: [],
  error: {
    code: 'SPACE_INSUFFICIENT',
    params: { path: '/srv/wiki/backups', needed: 2_400_000_000, free: 1_000_000_000 },
  },
};

export const stack: StackView = {
  id: 'stack-1',
  name: 'wiki',
  slug: 'wiki',
  definition: {
    kind: 'compose',
    project: 'wiki',
    files: ['/srv/wiki/compose.yml'],
    workingDirectory: '/srv/wiki',
    exclude: [],
  },
  storage: '/srv/wiki/backups',
  backup: standardStackBackup,
  createdAt: '2026-11-01T00:00:00.000Z',
  lastGood: backup,
  lastEnded: backup,
  backups: 2,
  half: false,
  openJob: null,
};

export const preview: BackupPreview = {
  stack: 'wiki',
  mode: 'cold',
  format: 'zstd',
  level: 3,
  storage: '/srv/wiki/backups',
  sources: [
    { id: 'volume/pgdata', kind: 'volume', location: 'wiki_pgdata', estimatedBytes: 3_000_000_000 },
    { id: 'bind/uploads', kind: 'bind', location: '/srv/wiki/uploads', estimatedBytes: null },
  ],
  leftOut: [],
  stops: [
    { containerId: 'c1', service: 'web', project: 'wiki', foreign: false },
    { containerId: 'c2', service: 'indexer', project: 'search', foreign: true },
  ],
  ignores: [{ service: 'migrate', reason: 'one-shot' }],
  estimatedBytes: 3_100_000_000,
  estimatedStoredBytes: 1_200_000_000,
  freeBytes: 90_000_000_000,
  estimatedStopMs: 3400,
  notes: [{ kind: 'external-volume', subject: 'shared_media' }],
  refusals: [],
};

export const plan: RollbackPlan = {
  formatVersion: 1,
  createdAt: '2026-11-20T10:00:00.000Z',
  stackId: 'stack-1',
  stack: 'wiki',
  backup: {
    id: backup.id,
    packId: 'pack-1',
    name: backup.name,
    type: 'manual',
    appVersion: '2.3.1',
    createdAt: backup.createdAt,
    verified: true,
    manifestSha256: hash,
  },
  scope: 'full',
  safetyBackup: true,
  stops: [{ containerId: 'c1', service: 'web', foreign: false }],
  replaces: [
    {
      sourceId: 'volume/pgdata',
      kind: 'volume',
      location: 'wiki_pgdata',
      part: 'volumes/pgdata.tar.zst',
      bytes: 3_000_000_000,
      entries: 1204,
      exclude: ['cache/**'],
      creates: false,
      omitted: 0,
    },
  ],
  keeps: [{ what: '/srv/wiki/compose.yml', reason: 'configuration' }],
  version: { current: '2.4.0', target: '2.3.1', majorDiffers: false },
  neededBytes: 3_100_000_000,
  freeBytes: 90_000_000_000,
  estimatedStopMs: 4200,
  only: [],
  exclude: ['cache/**'],
  worldHash: hash,
};

export const rolledBack: RollbackResult = {
  jobId: 'job-9',
  stack: 'wiki',
  backup: backup.name,
  scope: 'full',
  replaced: ['volume/pgdata'],
  safetyBackup: 'backup_pre-rollback_v2.4.0_2026-11-20_10-00-00',
  stopWindowMs: 4100,
  loadedImages: [],
  undoable: true,
};
