import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { type CatalogGround, engineAt } from './catalog-ground.ts';

/** How the catalog came back: it was used as it was, or refused and built anew as the error says. */
export type Outcome = 'used' | 'rebuilt';

/**
 * Does what an operator does after the damage: goes on; where that is refused, or anything of what the catalog says
 * proves untrue, moves the file away and runs `reindex`. Rejects unless all packs are listed and verify, the
 * owed services are still found, and no file of any storage has changed.
 */
export async function comeBack(ground: CatalogGround, treeBefore: string): Promise<Outcome> {
  const first = await attempt(ground);
  const wrong = first === null ? null : await attemptAnew(ground);
  if (wrong !== null) throw new Error(`${wrong} after the catalog was built anew (before: ${first ?? ''})`);
  if ((await ground.tree()) !== treeBefore) throw new Error('a file of a storage has changed');
  return first === null ? 'used' : 'rebuilt';
}

async function attemptAnew(ground: CatalogGround): Promise<string | null> {
  const file = join(ground.home, 'catalog.db');
  // As CATALOG_UNUSABLE says: that file, and no other.
  await rename(file, `${file}.away`).catch(() => undefined);
  return attempt(ground);
}

/** What is wrong; null when all is well. */
async function attempt(ground: CatalogGround): Promise<string | null> {
  let engine: Engine;
  try {
    engine = await engineAt(ground.home);
  } catch (error) {
    return String(error);
  }
  try {
    return await whatIsWrong(engine, ground);
  } catch (error) {
    return String(error);
  } finally {
    await engine.close();
  }
}

async function whatIsWrong(engine: Engine, { packs, owed }: CatalogGround): Promise<string | null> {
  const recovery = await engine.recover();
  await engine.reindex();
  const listed = (await engine.backups()).filter(({ status, missing }) => status === 'succeeded' && !missing);
  const paths = listed.map(({ path }) => path).toSorted();
  if (paths.join() !== packs.join()) return `listed: ${paths.join(', ')}`;
  for (const { id } of listed) await engine.verify(id).result;
  const found = recovery.owed.map(({ service }) => service).toSorted();
  if (found.join() !== owed.join()) return `owed: ${found.join(', ')}`;
  // What `doctor` finds wrong with the file itself is told to the operator.
  const health = (await engine.doctor()).find(({ check }) => check === 'catalog');
  return health?.state === 'good' ? null : `doctor: ${String(health?.params['detail'])}`;
}
