import { describe, expect, it } from 'vitest';
import type { BackupView } from '../../../shared/model/view.ts';
import type { Retention } from '../../../shared/model/policy.ts';
import { shopBackup } from '../jobs/testing/sample-records.ts';
import { forbidsPrune, retentionOf } from './retention.ts';

const dayMs = 86_400_000;
const now = Date.parse('2026-11-20T04:00:00.000Z');

/** A good scheduled backup of the policy `nightly`, named after its age in days. */
function made(days: number, change: Partial<BackupView> = {}): BackupView {
  const name = `${days}d`;
  const createdAt = new Date(now - days * dayMs).toISOString();
  const good = { status: 'succeeded', verified: true, missing: false, storedBytes: 10 } as const;
  return { ...shopBackup, ...good, type: 'scheduled', policyId: 'nightly', id: name, name, createdAt, ...change };
}

const corrupt = { verified: false, error: { code: 'FILE_FAILED', params: { path: '/x', detail: 'x' } } } as const;

function decided(backups: readonly BackupView[], retention: Retention, inUse: readonly string[] = []): string {
  const policies = [{ id: 'nightly', retention }];
  const { keeps, deletes } = retentionOf({ backups, policies, inUse: new Set(inUse), now });
  return [
    ...keeps.map(({ name, reason }) => `${name} ${reason}`),
    ...deletes.map(({ name }) => `${name} deleted`),
  ].join(', ');
}

describe('a retention', () => {
  const both = { days: 7, count: 2 };
  it.each<[string, readonly BackupView[], Retention, string]>([
    ['keeps by days', [made(1), made(6), made(8)], { days: 7, count: null }, '1d last-good, 6d days, 8d deleted'],
    ['keeps by count', [made(1), made(2), made(3)], { days: null, count: 2 }, '1d last-good, 2d count, 3d deleted'],
    [
      'keeps while either keeps',
      [made(1), made(9), made(10), made(6)],
      both,
      '1d last-good, 6d days, 9d deleted, 10d deleted',
    ],
    ['keeps old ones by count', [made(30), made(40), made(50)], both, '30d last-good, 40d count, 50d deleted'],
    [
      'keeps everything without a limit',
      [made(1), made(900)],
      { days: null, count: null },
      '1d last-good, 900d unlimited',
    ],
    ['keeps the last good one, however old', [made(900)], { days: 1, count: null }, '900d last-good'],
    [
      'counts good packs only',
      [made(1), made(2, corrupt), made(3, { missing: true }), made(4, { verified: false }), made(5), made(6)],
      { days: null, count: 2 },
      '1d last-good, 5d count, 6d elder',
    ],
    [
      'does not count a failed one',
      [made(1), made(2, { status: 'failed' }), made(3), made(4)],
      { days: null, count: 2 },
      '1d last-good, 3d count, 4d deleted',
    ],
    [
      'keeps pinned ones, which count',
      [made(1), made(2, { pinned: true }), made(3)],
      { days: null, count: 2 },
      '1d last-good, 2d pinned, 3d deleted',
    ],
    [
      'keeps what no policy made',
      [
        made(1),
        ...(['manual', 'pre-upgrade', 'pre-rollback'] as const).map((type, at) =>
          made(100 + at, { type, policyId: null }),
        ),
      ],
      { days: 1, count: 1 },
      '1d last-good, 100d type, 101d type, 102d type',
    ],
    [
      'keeps what a policy made that is gone',
      [made(1), made(100, { policyId: 'gone' })],
      { days: 1, count: 1 },
      '1d last-good, 100d type',
    ],
    [
      'does not count those of others',
      [made(1, { type: 'manual', policyId: null }), made(2), made(3)],
      { days: null, count: 1 },
      '1d last-good, 2d count, 3d deleted',
    ],
    [
      'keeps the elders of a pack that failed its verification, whoever made it',
      [made(1), made(2), made(3, { ...corrupt, type: 'manual', policyId: null }), made(4)],
      { days: null, count: 1 },
      '1d last-good, 4d elder, 2d deleted',
    ],
    [
      'keeps what is dated in the future, which counts, and the newest of what is not',
      [made(-100), made(-50), made(1), made(2)],
      { days: null, count: 1 },
      '-100d last-good, -50d days, 1d last-good, 2d deleted',
    ],
  ])('%s', (_what, backups, retention, said) => {
    expect(decided(backups, retention)).toBe(said);
    expect(decided(backups.toReversed(), retention)).toBe(said);
  });

  it('keeps what a rollback can still be undone from', () => {
    const said = decided([made(1), made(2), made(3)], { days: null, count: 1 }, ['3d']);
    expect(said).toBe('1d last-good, 3d in-use, 2d deleted');
  });
});

describe('a prune is forbidden', () => {
  it.each<[string, readonly BackupView[], string | null]>([
    ['not after a good one', [made(1), made(2, { status: 'failed' })], null],
    ['not without any', [], null],
    ['not by one that runs', [made(0, { status: 'running' }), made(1)], null],
    ['after a failed one', [made(2), made(1, { status: 'failed' })], '1d'],
    ['after a cancelled one', [made(1, { status: 'cancelled' })], '1d'],
    ['when the newest is missing', [made(1, { missing: true }), made(2)], '1d'],
    ['when the newest failed its verification', [made(1, corrupt), made(2)], '1d'],
    ['by a failure now, when a good one is dated in the future', [made(-9), made(1, { status: 'failed' })], '1d'],
    ['by a failure that is dated in the future', [made(-9, { status: 'failed' }), made(1)], '-9d'],
  ])('%s', (_when, backups, by) => {
    expect(forbidsPrune(backups, now)?.name ?? null).toBe(by);
  });
});
