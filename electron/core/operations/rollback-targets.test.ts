import { describe, expect, test } from 'vitest';
import type { BackupMode } from '../../../shared/model/backup.ts';
import type { Source } from '../../../shared/model/stack.ts';
import type { ManifestPart } from '../archive/manifest.ts';
import { manifestOf } from '../archive/testing/small-pack.ts';
import { reportOf } from '../errors.ts';
import { shop } from '../jobs/testing/sample-records.ts';
import { planTargets, type Targets } from './rollback-targets.ts';

const digest = { rawBytes: 7, storedBytes: 7, rawSha256: 'a'.repeat(64), storedSha256: 'a'.repeat(64) };
const written = { codec: 'zstd', level: 3, digest } as const;
const server = { engine: 'postgresql', service: 'db', version: '15.14' } as const;

function dumpOf(name: string): ManifestPart {
  return {
    kind: 'database',
    ...written,
    source: `database/db/${name}`,
    name: `db/${name}`,
    location: `postgresql://db/${name}`,
    part: `db/db.postgresql.${name}.sql.zst`,
    database: { ...server, name, rows: [], holds: ['volume/pg'] },
  };
}

const roles: ManifestPart = {
  kind: 'roles',
  ...written,
  ...server,
  source: 'database/db',
  name: 'db',
  location: 'postgresql://db',
  part: 'db/db.postgresql.globals.sql.zst',
};

const volume: ManifestPart = {
  kind: 'volume',
  ...written,
  source: 'volume/pg',
  name: 'pg',
  location: 'shop_pg',
  part: 'volumes/pg.tar.zst',
  entries: 3,
  omitted: [],
  exclude: [],
  singleFile: false,
  index: { part: 'index/volumes.pg.tar.zst.ndjson.zst', digest },
  volume: null,
};

const live: readonly Source[] = ['database/db/shop', 'volume/pg'].map((id) => ({
  id,
  kind: id.startsWith('volume') ? 'volume' : 'database',
  name: id,
  location: id.startsWith('volume') ? 'shop_pg' : 'postgresql://db/shop',
  exclude: [],
  singleFile: false,
}));

function targets(parts: readonly ManifestPart[], ...only: readonly string[]): Targets {
  return targetsOf('cold+dump', parts, only);
}

function targetsOf(mode: BackupMode, parts: readonly ManifestPart[], only: readonly string[]): Targets {
  const manifest = { ...manifestOf('backup_manual_v1_2026-11-20_04-00-00', []), mode, parts: [...parts] };
  return planTargets(manifest, shop, live, manifest.hostId, { scope: 'data-only', only, exclude: [] });
}

const replaced = ({ replaces }: Targets): string[] => replaces.map(({ sourceId }) => sourceId);

describe('a rollback to a pack with dumps', () => {
  test('that has no files of their server loads them, makes what is gone, and leaves the files alone', () => {
    const found = targets([roles, dumpOf('shop'), dumpOf('wiki')]);
    expect(found.replaces).toMatchObject([
      { sourceId: 'database/db/shop', kind: 'database', location: 'postgresql://db/shop', creates: false },
      { sourceId: 'database/db/wiki', kind: 'database', location: 'postgresql://db/wiki', creates: true },
    ]);
    expect(found.keeps).toEqual([{ what: 'volume/pg', reason: 'in-dump' }]);
  });

  test('that has the files too takes the files, which are of the same moment as everything else', () => {
    const found = targets([roles, dumpOf('shop'), volume]);
    expect(replaced(found)).toEqual(['volume/pg']);
    expect(found.keeps).toEqual([{ what: 'database/db/shop', reason: 'in-volume' }]);
  });

  test('that has the files as they were under the running server takes the dumps all the same', () => {
    const found = targetsOf('hot', [roles, dumpOf('shop'), volume], []);
    expect(replaced(found)).toEqual(['database/db/shop']);
    expect(found.keeps).toEqual([{ what: 'volume/pg', reason: 'in-dump' }]);
  });

  test('loads the one that is asked for, and never while the files of its server are exchanged', () => {
    const parts = [roles, dumpOf('shop'), dumpOf('wiki'), volume];
    expect(replaced(targets(parts, 'database/db/wiki'))).toEqual(['database/db/wiki']);
    let refusal: unknown = null;
    try {
      targets(parts, 'database/db/wiki', 'volume/pg');
    } catch (error) {
      refusal = error;
    }
    expect(reportOf(refusal).code).toBe('DATABASE_TWICE');
  });
});
