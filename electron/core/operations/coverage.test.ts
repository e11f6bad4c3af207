import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../shared/model/backup.ts';
import type { Source } from '../../../shared/model/stack.ts';
import { shopBackup } from '../jobs/testing/sample-records.ts';
import type { StackDatabase } from '../databases/stack-databases.ts';
import { coverageOf } from './coverage.ts';

const source: Source = {
  id: 'volume/data',
  kind: 'volume',
  name: 'data',
  location: 'shop_data',
  exclude: [],
  singleFile: false,
};

/** A good backup of that day, with these sources. */
function backupOf(day: number, ...ids: readonly string[]): Backup {
  return {
    ...shopBackup,
    status: 'succeeded',
    verified: true,
    createdAt: `2026-11-${String(day)}T04:00:00.000Z`,
    sources: ids.map((id) => ({
      id,
      kind: 'volume',
      name: id,
      part: `volumes/${id}`,
      rawBytes: 1,
      storedBytes: 1,
      entries: 1,
      omitted: [{ path: 'sock', reason: 'socket' }],
    })),
  };
}

describe('the coverage of a source', () => {
  test.for([
    ['no good backup at all', [], 'not-yet', null, 0],
    ['good backups without it', [backupOf(12, 'volume/other')], 'not-yet', null, 0],
    ['every good backup', [backupOf(12, 'volume/data'), backupOf(11, 'volume/data')], 'covered', 11, 1],
    [
      'those since it was added again',
      [backupOf(14, 'volume/data'), backupOf(13, 'volume/data'), backupOf(12), backupOf(11, 'volume/data')],
      'covered',
      13,
      1,
    ],
    ['an earlier one, not the last', [backupOf(12), backupOf(11, 'volume/data')], 'left-out', null, 0],
  ] as const)('in %s', ([, good, state, since, omitted]) => {
    expect(coverageOf(source, good, [], [])).toMatchObject({
      state,
      since: since === null ? null : `2026-11-${String(since)}T04:00:00.000Z`,
      omitted,
    });
  });

  test('left out by its stack’s settings is said before what backups hold of it', () => {
    const good = [backupOf(12, 'volume/data')];
    expect(coverageOf(source, good, ['volume/data'], [])).toMatchObject({ state: 'excluded', since: null, omitted: 0 });
    expect(coverageOf(source, good, ['volume/other'], [])).toMatchObject({ state: 'covered' });
  });
});

describe('the coverage of a database and of its files', () => {
  const shop: Source = { ...source, id: 'database/db/shop', kind: 'database', location: 'postgresql://db/shop' };
  const server: StackDatabase = {
    server: 'db',
    service: 'db',
    containerId: 'id-db',
    engine: 'postgresql',
    running: true,
    version: '15.14',
    fault: null,
    sources: [shop, { ...shop, id: 'database/db/wiki' }],
    bytes: new Map(),
    holds: ['volume/data'],
    within: null,
  };

  test.for([
    ['a dump holds the database', shop, ['database/db/shop'], 'covered'],
    ['a copy of its files holds it too', shop, ['volume/data'], 'covered'],
    ['another database’s dump does not', shop, ['database/db/wiki'], 'not-yet'],
    [
      'dumps of all its databases hold what is in a volume',
      source,
      ['database/db/shop', 'database/db/wiki'],
      'covered',
    ],
    ['a dump of one of them does not', source, ['database/db/shop'], 'not-yet'],
  ] as const)('%s', ([, of, ids, state]) => {
    expect(coverageOf(of, [backupOf(12, ...ids)], [], [server]).state).toBe(state);
  });

  test('says which server it is of, and what each mode does', () => {
    expect(coverageOf(shop, [], [], [server])).toMatchObject({
      database: { engine: 'postgresql', version: '15.14', fault: null },
      modes: { cold: 'in-volume', hot: 'dumped', 'cold+dump': 'dumped' },
    });
    expect(coverageOf({ ...source, id: 'config/.env', kind: 'config' }, [], [], [server])).toMatchObject({
      database: null,
      modes: null,
    });
  });
});
