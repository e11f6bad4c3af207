import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { isAppError } from '../../../electron/core/errors.ts';
import type { CatalogGround } from './catalog-ground.ts';
import { engineAt, owedServices } from '../engine-at.ts';

/** How the catalog came back: it was used as it was, or refused and built anew as the error says. */
export type Outcome = 'used' | 'rebuilt';

/**
 * Does what an operator does after the damage: goes on; where anything is refused or `doctor` finds the catalog wrong,
 * moves the file away and runs `reindex`. Rejects unless all packs are listed and verify, the owed services are still
 * found, and no file of any storage has changed; also when a pack is not listed and nobody says why.
 */
export async function comeBack(ground: CatalogGround, treeBefore: string): Promise<Outcome> {
  const told = await goOn(ground);
  if (told !== null) {
    const file = join(ground.home, 'catalog.db');
    // As CATALOG_UNUSABLE says: that file, and no other.
    await rename(file, `${file}.away`).catch(() => undefined);
    const again = await goOn(ground);
    if (again !== null) throw new Error(`${again} after the catalog was built anew because of: ${told}`);
  }
  if ((await ground.tree()) !== treeBefore) throw new Error('a file of a storage has changed');
  return told === null ? 'used' : 'rebuilt';
}

/** What the operator is told that the catalog cannot be used for; null when all went well. */
async function goOn(ground: CatalogGround): Promise<string | null> {
  try {
    const engine = await engineAt(ground.home);
    try {
      return await look(engine, ground);
    } finally {
      await engine.close();
    }
  } catch (error) {
    // What is not told with a code and what to do about it helps nobody.
    if (!isAppError(error) || error.code === 'INTERNAL') throw error;
    return error.message;
  }
}

async function look(engine: Engine, { packs }: CatalogGround): Promise<string | null> {
  const recovery = await engine.recover();
  await engine.reindex();
  const listed = (await engine.backups()).filter(({ status, missing }) => status === 'succeeded' && !missing);
  for (const { id } of listed) await engine.verify(id).result;
  const health = (await engine.doctor()).find(({ check }) => check === 'catalog');
  if (health?.state !== 'good') return `doctor: ${String(health?.params['detail'])}`;
  const paths = new Set(listed.map(({ path }) => path));
  const lost = packs.filter((path) => !paths.has(path));
  if (lost.length > 0) throw new Error(`not listed, and nobody said why: ${lost.join(', ')}`);
  const found = new Set(recovery.owed.map(({ service }) => service));
  const forgotten = owedServices.filter((service) => !found.has(service));
  if (forgotten.length > 0) throw new Error(`owed, and not found any more: ${forgotten.join(', ')}`);
  return null;
}
