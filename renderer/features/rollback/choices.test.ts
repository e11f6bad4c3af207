import { describe, expect, it } from 'vitest';
import type { BackupView } from '../../../shared/model/view.ts';
import { canBringBack, found, hindranceOf } from './choices.ts';

const backup: BackupView = {
  id: 'b1',
  stackId: 's1',
  stack: 'wiki',
  name: 'backup_manual_v2.3.1_2026-11-20_04-00-00',
  type: 'manual',
  appVersion: '2.3.1',
  status: 'succeeded',
  verified: true,
  verifiedAt: null,
  mode: 'cold',
  format: 'zstd',
  level: 3,
  trigger: 'manual',
  note: null,
  jobId: 'j1',
  packId: 'p1',
  createdAt: '2026-11-20T04:00:00.000Z',
  startedAt: null,
  endedAt: null,
  durationMs: null,
  stopWindowMs: null,
  rawBytes: 1,
  storedBytes: 1,
  path: '/packs/b1',
  policyId: null,
  pinned: false,
  checksum: null,
  sources: [],
  error: null,
  missing: false,
};

it.each([
  ['missing, with a copy', { missing: true }, ['NAS'], true],
  ['missing, without one', { missing: true }, [], false],
  ['here', {}, ['NAS'], false],
  ['failed', { status: 'failed', missing: true }, ['NAS'], false],
] as const)('a backup that is %s', (_what, change, targets, expected) => {
  expect(canBringBack({ ...backup, ...change }, targets)).toBe(expected);
});

describe('hindranceOf', () => {
  it.each([
    ['succeeded', false, null],
    ['succeeded', true, 'missing'],
    ['failed', false, 'failed'],
    ['failed', true, 'failed'],
    ['cancelled', true, 'cancelled'],
    ['running', true, 'running'],
  ] as const)('%s, files missing %s: %s', (status, missing, expected) => {
    expect(hindranceOf({ status, missing })).toBe(expected);
  });

  it('lets an unverified backup be chosen', () => {
    const unverified = { ...backup, verified: false };
    expect(hindranceOf(unverified)).toBeNull();
  });
});

describe('found', () => {
  const of = (id: string, createdAt: string, ...texts: string[]) => ({ backup: { ...backup, id, createdAt }, texts });
  const all = [
    of('old', '2026-11-18T04:00:00.000Z', 'scheduled', '2.3.0'),
    of('new', '2026-11-20T04:00:00.000Z', 'Pre-Upgrade', '2.3.1'),
    of('mid', '2026-11-19T04:00:00.000Z', 'scheduled', '2.3.1'),
  ];

  it.each([
    ['', ['new', 'mid', 'old']],
    ['  ', ['new', 'mid', 'old']],
    ['SCHED', ['mid', 'old']],
    ['2.3.1 sched', ['mid']],
    ['pre-upgrade', ['new']],
    ['2.4', []],
  ])('%j', (query, expected) => {
    expect(found(all, query).map(({ id }) => id)).toEqual(expected);
  });
});
