import { open } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { makeHome, shop, shopBackup } from '../jobs/testing/sample-records.ts';
import { openCatalog } from './database.ts';

const pageBytes = 4096;

/** Overwrites the page that holds a stack, which nobody looks at before stacks are asked for. */
async function spoil(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  const at = (await file.readFile()).indexOf(shop.storage);
  await file.write(Buffer.alloc(pageBytes), 0, pageBytes, at - (at % pageBytes));
}

it('damage that is met only when a page is read is told as an unusable catalog', async () => {
  await using home = makeHome();
  const path = join(home.directory, 'catalog', 'other.db');
  const before = openCatalog(path, systemClock);
  before.stacks.insert(shop);
  before.close();
  await spoil(path);
  const look = (): unknown => {
    const catalog = openCatalog(path, systemClock);
    try {
      return catalog.stacks.list();
    } finally {
      catalog.close();
    }
  };
  expect(look).toThrow(expect.objectContaining({ code: 'CATALOG_UNUSABLE' }));
});

it('a record that does not fit is damage only where others do not fit either', async () => {
  await using home = makeHome();
  const { stacks, backups, file } = home.catalog;
  const insert = (id: string): void => backups.insert({ ...shopBackup, id, packId: id, name: id });
  expect(() => insert('too-late')).toThrow(/FOREIGN KEY/u);
  expect(() => insert('too-late')).not.toThrow(expect.objectContaining({ code: 'CATALOG_UNUSABLE' }));
  stacks.insert(shop);
  insert('good');
  const raw = new Sqlite(file);
  raw.pragma('foreign_keys = OFF');
  raw.exec("UPDATE stacks SET id = 'stack-0'");
  raw.close();
  expect(() => insert('after')).toThrow(expect.objectContaining({ code: 'CATALOG_UNUSABLE' }));
});
