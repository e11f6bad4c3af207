import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { standardStackBackup } from '../../../../shared/model/stack-backup.ts';
import { systemClock } from '../../clock.ts';
import { shop } from '../../jobs/testing/sample-records.ts';
import { openConnection } from '../connection.ts';
import { openCatalog } from '../database.ts';
import { initial } from './010-initial.ts';

test('a stack from before has the standard settings, and keeps others from then on', async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), 'lifeboat-catalog-'));
  const file = join(home.path, 'lifeboat.db');
  const old = openConnection(file, [initial]);
  old
    .prepare('INSERT INTO stacks VALUES (@id, @name, @slug, @definition, @storage, @createdAt)')
    .run({ ...shop, definition: JSON.stringify(shop.definition), backup: null });
  old.close();

  const backup = { format: 'gzip', level: 0, leftOut: ['volume/cache'] } as const;
  const first = openCatalog(file, systemClock);
  expect(first.stacks.list()).toEqual([{ ...shop, backup: standardStackBackup }]);
  first.stacks.update({ ...shop, backup });
  first.close();
  const again = openCatalog(file, systemClock);
  expect(again.stacks.get(shop.id)).toEqual({ ...shop, backup });
  again.close();
});
