import type { ReplicaCopy, ReplicaView } from '../../../../shared/model/replica.ts';

/** A folder target called `USB disk` that was never used, changed as a test needs it. */
export function aTarget(change: Partial<ReplicaView> = {}): ReplicaView {
  return {
    id: 'r1',
    stackId: 's1',
    name: 'USB disk',
    place: { kind: 'folder', path: '/media/usb/shop', sameDevice: false },
    targetId: 't1',
    required: false,
    limit: null,
    retention: { days: null, count: null },
    createdAt: '2026-11-01T04:00:00.000Z',
    where: '/media/usb/shop',
    copies: [],
    lastVerifiedAt: null,
    backlog: 0,
    fault: null,
    freeBytes: null,
    password: null,
    ...change,
  };
}

/** A verified copy of the backup `b1` on that target, changed as a test needs it. */
export function aCopy(change: Partial<ReplicaCopy> = {}): ReplicaCopy {
  return {
    replicaId: 'r1',
    stackId: 's1',
    backupId: 'b1',
    backup: 'backup_1',
    state: 'verified',
    tries: 0,
    nextTryAt: null,
    verifiedAt: '2026-11-20T04:00:00.000Z',
    bytes: 1,
    reason: null,
    ...change,
  };
}
