import { describe, expect, it } from 'vitest';
import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import { wordsIn } from '../testing/words-in.ts';
import { type PlanRow, planRows } from './plan-rows.ts';

const pgdata: RollbackPlan['replaces'][number] = {
  sourceId: 'volume/pgdata',
  kind: 'volume',
  location: 'wiki_pgdata',
  part: 'volumes/pgdata.tar.zst',
  bytes: 3_000_000_000,
  entries: 1204,
  exclude: [],
  creates: false,
  omitted: 0,
};

const plan: RollbackPlan = {
  formatVersion: 1,
  createdAt: '2026-11-20T10:00:00.000Z',
  stackId: 's1',
  stack: 'wiki',
  backup: {
    id: 'b1',
    packId: 'p1',
    name: 'backup_manual_v2.3.1_2026-11-20_04-00-00',
    type: 'manual',
    appVersion: '2.3.1',
    createdAt: '2026-11-20T04:00:00.000Z',
    verified: true,
    manifestSha256: '0'.repeat(64),
  },
  scope: 'full',
  only: [],
  exclude: [],
  safetyBackup: true,
  stops: [
    { containerId: 'c1', service: 'web', foreign: false },
    { containerId: 'c2', service: 'sync', foreign: true },
  ],
  starts: [],
  replaces: [pgdata],
  keeps: [{ what: '/srv/wiki/compose.yml', reason: 'configuration' }],
  version: { current: '2.4.0', target: '2.3.1', majorDiffers: false },
  neededBytes: 3_100_000_000,
  freeBytes: 90_000_000_000,
  estimatedStopMs: 4200,
  worldHash: '0'.repeat(64),
};

function lines(id: PlanRow['id'], changes: Partial<RollbackPlan> = {}, language: 'en' | 'zh-CN' = 'en'): string[] {
  const row = planRows({ ...plan, ...changes }, wordsIn(language)).find((candidate) => candidate.id === id);
  return row?.lines.flatMap(({ text, details }) => [text, ...details.map((detail) => `  ${detail}`)]) ?? [];
}

describe('planRows', () => {
  it('says what stops, what is replaced and what is kept', () => {
    expect(lines('stops')).toEqual(['web', 'sync (of another stack)']);
    expect(lines('replaces')).toEqual(['volume/pgdata · 3.0 GB, 1204 entries', '  wiki_pgdata']);
    expect(lines('keeps')).toEqual(['/srv/wiki/compose.yml (configuration)']);
    expect(lines('space')).toEqual(['3.1 GB needed, 90.0 GB free']);
  });

  it('names a server that is started, and has no such row without one', () => {
    expect(lines('starts', { starts: ['db'] })).toEqual(['db, which does not run; it is stopped again at the end']);
    expect(planRows(plan, wordsIn('en')).map(({ id }) => id)).not.toContain('starts');
  });

  it('names a scaled service once', () => {
    const stops = [1, 2, 3].map((n) => ({ containerId: `c${n}`, service: 'web', foreign: false }));
    expect(lines('stops', { stops })).toEqual(['web']);
  });

  it('says nothing as a word', () => {
    expect(lines('stops', { stops: [] })).toEqual(['nothing']);
    expect(lines('keeps', { keeps: [] })).toEqual(['nothing']);
  });

  it('says what does not come back, what is left alone and what is made anew', () => {
    const replaces = [{ ...pgdata, entries: 1, exclude: ['cache/**', '*.tmp'], creates: true, omitted: 2 }];
    expect(lines('replaces', { replaces })).toEqual([
      'volume/pgdata · 3.0 GB, 1 entry',
      '  wiki_pgdata',
      '  does not exist and is created',
      '  except cache/**, *.tmp',
      '  2 entries are not in the backup and do not come back',
    ]);
  });

  it.each([
    [
      'with a safety backup',
      {},
      '4.2 s of stop, twice: for the safety backup and for the exchange; by the last backup',
    ],
    ['without', { safetyBackup: false }, '4.2 s of stop, by the last backup'],
    ['without history', { estimatedStopMs: null }, 'no history yet'],
    ['when nothing stops', { stops: [], estimatedStopMs: 0 }, 'no stop'],
  ])('tells the time %s', (_case, changes, expected) => {
    expect(lines('takes', changes)).toEqual([expected]);
  });

  it.each([
    ['2.4.0', '2.3.1', ['2.4.0 now, 2.3.1 afterwards']],
    [null, '2.3.1', ['unknown now, 2.3.1 afterwards']],
    ['2.4.0', null, ['2.4.0 now, unknown afterwards']],
    [null, null, []],
  ])('compares version %s with %s', (current, target, expected) => {
    expect(lines('version', { version: { current, target, majorDiffers: false } })).toEqual(expected);
  });

  it('says the same in Chinese', () => {
    expect(lines('replaces', {}, 'zh-CN')[0]).toBe('volume/pgdata · 3.0 GB，1204 个条目');
  });
});
