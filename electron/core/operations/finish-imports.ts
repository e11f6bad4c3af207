import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Job } from '../../../shared/model/job.ts';
import { openPack } from '../archive/pack-reader.ts';
import type { EngineContext } from '../engine-context.ts';
import { recordOf } from './import.ts';
import { packsFolder } from './storage.ts';

const Named = z.object({ path: z.string() });

/**
 * Records the pack that the import of a dead process had given its name: it was whole and read back by then, and
 * without a record nobody would see it. May run twice.
 */
export async function finishImports(
  context: EngineContext,
  { id, stackId }: Pick<Job, 'id' | 'stackId'>,
): Promise<void> {
  const { catalog, log } = context;
  const stack = stackId === null ? null : catalog.stacks.get(stackId);
  if (stack === null) return;
  for (const { data } of catalog.journal.rows(id)) {
    const named = Named.safeParse(data);
    if (!named.success) continue;
    const { path } = named.data;
    if (dirname(path) !== packsFolder(stack) || !existsSync(path)) continue;
    try {
      recordOf({ context, job: { id }, stack }, await openPack(path));
      return;
    } catch (error) {
      log.warn({ error, path, job: id }, 'an imported pack could not be recorded');
    }
  }
}
