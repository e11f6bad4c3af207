import { describe, expect, it } from 'vitest';
import type { BackupView } from '../../../shared/model/view.ts';
import { backupOf } from '../../../shared/stack/testing/backup-of.ts';
import { backupState, everything, type Filter, isOnlyGood, type Order, pressed, rowsOf } from './backup-rows.ts';

const plain: BackupView = {
  ...backupOf('succeeded', Date.parse('2026-11-20T04:00:00.000Z')),
  id: 'plain',
  name: 'backup_manual_vunknown_2026-11-20_04-00-00',
  appVersion: null,
  path: '/packs/p',
  missing: false,
};
const fault = { code: 'INTERNAL', params: { detail: 'x' } } as const;

describe('a backup’s state', () => {
  it.each([
    ['verified', {}],
    ['unverified', { verified: false }],
    ['damaged', { verified: false, error: fault }],
    ['missing', { missing: true }],
    ['failed', { status: 'failed', verified: false, missing: true, error: fault }],
    ['cancelled', { status: 'cancelled', verified: false }],
    ['running', { status: 'running', verified: false }],
  ] as const)('is %s', (state, change) => {
    expect(backupState({ ...plain, ...change })).toBe(state);
  });
});

describe('the only good backup', () => {
  const other = { ...plain, id: 'other' };

  it.each([
    ['alone', [plain], true],
    ['beside a good one', [plain, other], false],
    ['beside one that is gone', [plain, { ...other, missing: true }], true],
    ['beside one that was not read back', [plain, { ...other, verified: false }], true],
    ['not good itself', [{ ...plain, missing: true }, other], false],
  ] as const)('%s', (_what, list, expected) => {
    expect(isOnlyGood(list, 'plain')).toBe(expected);
  });
});

const list: readonly BackupView[] = [
  {
    ...plain,
    id: 'new',
    type: 'scheduled',
    appVersion: '2.10.0',
    storedBytes: 5,
    durationMs: 20,
    stopWindowMs: 3,
    createdAt: '2026-11-20T04:00:00.000Z',
  },
  { ...plain, id: 'broken', status: 'failed', verified: false, error: fault, createdAt: '2026-11-19T04:00:00.000Z' },
  {
    ...plain,
    id: 'middle',
    name: 'backup_pre-upgrade_v2.9.1_2026-11-18_04-00-00',
    type: 'pre-upgrade',
    appVersion: '2.9.1',
    note: 'Before the new theme\n换新主题之前',
    storedBytes: 9,
    durationMs: 100,
    createdAt: '2026-11-18T04:00:00.000Z',
  },
  {
    ...plain,
    id: 'old',
    appVersion: '2.9.1',
    storedBytes: 5,
    durationMs: 3,
    stopWindowMs: 8,
    missing: true,
    createdAt: '2026-11-17T04:00:00.000Z',
  },
];

function ids(filter: Partial<Filter>, order: Order = { column: 'time', descending: true }): string {
  return rowsOf(list, { ...everything, ...filter }, order)
    .map(({ id }) => id)
    .join(' ');
}

describe('the rows', () => {
  it.each<[Partial<Filter>, string]>([
    [{}, 'new broken middle old'],
    [{ type: 'manual' }, 'broken old'],
    [{ state: 'failed' }, 'broken'],
    [{ state: 'verified' }, 'new middle'],
    [{ state: 'missing', type: 'scheduled' }, ''],
    [{ search: ' 2.9 ' }, 'middle old'],
    [{ search: 'PRE-UP' }, 'middle'],
    [{ search: 'unknown' }, 'new broken old'],
    [{ search: ' NEW theme' }, 'middle'],
    [{ search: '新主题' }, 'middle'],
    [{ search: 'null' }, ''],
    [{ search: 'nothing like it' }, ''],
  ])('that fit %j', (filter, expected) => {
    expect(ids(filter)).toBe(expected);
  });

  it.each<[Order['column'], boolean, string]>([
    ['time', false, 'old middle broken new'],
    ['type', false, 'broken old middle new'],
    ['version', true, 'new middle old broken'],
    ['version', false, 'middle old new broken'],
    ['size', true, 'middle new old broken'],
    ['size', false, 'new old middle broken'],
    ['duration', true, 'middle new old broken'],
    ['stop', false, 'new old broken middle'],
    ['stop', true, 'old new broken middle'],
    ['state', false, 'new middle old broken'],
    ['state', true, 'broken old new middle'],
  ])('by %s, descending %s', (column, descending, expected) => {
    expect(ids({}, { column, descending })).toBe(expected);
  });
});

describe('a press on a column', () => {
  it.each<[Order, Order['column'], Order]>([
    [{ column: 'time', descending: true }, 'time', { column: 'time', descending: false }],
    [{ column: 'time', descending: false }, 'size', { column: 'size', descending: true }],
    [{ column: 'time', descending: true }, 'type', { column: 'type', descending: false }],
    [{ column: 'size', descending: false }, 'state', { column: 'state', descending: false }],
  ])('from %j by %s', (order, column, expected) => {
    expect(pressed(order, column)).toEqual(expected);
  });
});
