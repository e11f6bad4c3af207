import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { shop, shopBackup } from '../../jobs/testing/sample-records.ts';
import { openConnection } from '../connection.ts';
import { openCatalog } from '../database.ts';
import { initial } from './010-initial.ts';

test('backups from before there were notes are kept, and have none; later ones keep theirs', async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), 'lifeboat-catalog-'));
  const file = join(home.path, 'catalog.db');
  const { id: stackId, name } = shop;
  const { id, name: pack, createdAt } = shopBackup;
  const old = openConnection(file, [initial]);
  old
    .prepare('INSERT INTO stacks VALUES (?, ?, ?, ?, ?, ?)')
    .run(stackId, name, shop.slug, JSON.stringify(shop.definition), shop.storage, shop.createdAt);
  old
    .prepare(
      `INSERT INTO backups (id, stack_id, stack, name, type, app_version, status, verified, mode, format, level, trigger,
        job_id, pack_id, created_at, raw_bytes, stored_bytes, sources)
      VALUES (?, ?, ?, ?, 'manual', '1.2.3', 'running', 0, 'cold', 'zstd', 3, 'manual', 'job-1', 'pack-1', ?, 0, 0, '[]')`,
    )
    .run(id, stackId, name, pack, createdAt);
  old.close();

  const catalog = openCatalog(file, systemClock);
  expect(catalog.stacks.list()).toEqual([shop]);
  expect(catalog.backups.list()).toEqual([{ ...shopBackup, note: null }]);
  const noted = { ...shopBackup, id: 'later', note: 'before the new theme\nask Ann first' };
  catalog.backups.insert(noted);
  expect(catalog.backups.get('later')).toEqual(noted);
  catalog.close();
});
