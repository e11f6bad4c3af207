import { expect, test } from 'vitest';
import { formatVersionOf, Manifest } from './manifest.ts';
import { manifestOf } from './testing/small-pack.ts';

const plain = manifestOf('backup_manual_v1_2026-11-20_04-00-00', []);
const digest = { rawBytes: 7, storedBytes: 7, rawSha256: 'a'.repeat(64), storedSha256: 'a'.repeat(64) };
const dump = {
  kind: 'database',
  source: 'database/db/shop',
  name: 'db/shop',
  location: 'mysql://db/shop',
  part: 'db/db.mysql.shop.sql.zst',
  codec: 'zstd',
  level: 3,
  digest,
  database: { engine: 'mysql', service: 'db', version: '10.11.6-MariaDB', name: 'shop', rows: [], holds: [] },
} as const;

test('only a pack that needs it is of format 2, so that an older Lifeboat still reads all others', () => {
  expect(formatVersionOf({ mode: 'hot', parts: [] })).toBe(1);
  expect(formatVersionOf({ mode: 'cold+dump', parts: [] })).toBe(2);
  expect(
    formatVersionOf({ mode: 'hot', parts: Manifest.parse({ ...plain, formatVersion: 2, parts: [dump] }).parts }),
  ).toBe(2);
});

test.for([
  ['a pack without dumps, format 1', { formatVersion: 1 }, true],
  ['a pack without dumps, format 2', { formatVersion: 2 }, true],
  ['a dump in format 2', { formatVersion: 2, parts: [dump] }, true],
  ['a dump in format 1', { formatVersion: 1, parts: [dump] }, false],
  ['the mode of format 2 in format 1', { formatVersion: 1, mode: 'cold+dump' }, false],
  ['format 3', { formatVersion: 3 }, false],
  ['a dump outside its folder', { formatVersion: 2, parts: [{ ...dump, part: '../shop.sql.zst' }] }, false],
  [
    'a dump of an unknown engine',
    { formatVersion: 2, parts: [{ ...dump, database: { ...dump.database, engine: 'oracle' } }] },
    false,
  ],
] as const)('%s is read: %s', ([, differs, isRead]) => {
  expect(Manifest.safeParse({ ...plain, ...differs }).success).toBe(isRead);
});
