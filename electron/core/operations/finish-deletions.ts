import { dirname } from 'node:path';
import { z } from 'zod';
import type { EngineContext } from '../engine-context.ts';
import { isThere } from '../file-presence.ts';

const Renamed = z.object({ path: z.string() });

/**
 * Forgets the backups that an interrupted deletion had renamed away: what is left of such a pack is trash, and its
 * record would stand for a loss that nobody suffered. One whose storage cannot be looked at stays recorded.
 */
export async function finishDeletions({ catalog, log }: EngineContext, jobId: string): Promise<void> {
  for (const { name, phase, data } of catalog.journal.rows(jobId)) {
    const renamed = Renamed.safeParse(data);
    if (name !== 'rename to trash' || phase !== 'intent' || !renamed.success) continue;
    const { path } = renamed.data;
    try {
      if ((await isThere(path)) || !(await isThere(dirname(path)))) continue;
    } catch (error) {
      log.warn({ error, path, job: jobId }, 'nobody can tell whether a pack was deleted');
      continue;
    }
    // Another process may recover at this moment.
    catalog.together(() => {
      const doomed = catalog.backups.list().find((backup) => backup.path === path);
      if (doomed === undefined) return;
      catalog.backups.remove(doomed.id);
      catalog.replicaCopies.forgetBackup(doomed.id);
    });
  }
}
