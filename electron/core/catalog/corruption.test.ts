import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { makeHome, shop } from '../jobs/testing/sample-records.ts';
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
