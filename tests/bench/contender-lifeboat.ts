import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from './contender.ts';
import { lifeboat, readBackup, readRollback, stepEnd } from './lifeboat.ts';
import { storedBytes } from './stored-bytes.ts';

/**
 * Lifeboat's command on a folder stack. A backup is read back before it counts; a restore is a rollback of the stack
 * whose data was taken away, and compares every file with the index.
 */
export async function lifeboatFolder(source: string, work: string): Promise<Contender> {
  const home = join(work, 'home');
  const name = 'bench';
  await lifeboat(home, ['stack', 'add', '--folder', source, '--name', name, '--storage', join(work, 'storage')]);
  let backupId = '';
  let damaged = 0;
  return {
    name: 'Lifeboat',
    backup: async () => {
      const cost = await lifeboat(home, ['backup', name]);
      const { id, jobId, path } = readBackup(cost.stdout);
      backupId = id;
      const written = await stepEnd(home, jobId, 'write pack files');
      return { ...cost, writtenMs: written - cost.startedAt, storedBytes: await storedBytes(path) };
    },
    verify: () => lifeboat(home, ['verify', backupId]),
    restore: async () => {
      const away = join(work, `damaged-${(damaged += 1)}`);
      await mkdir(away);
      for (const child of await readdir(source)) await rename(join(source, child), join(away, child));
      const cost = await lifeboat(home, ['rollback', backupId, '--no-safety-backup', '--yes']);
      await lifeboat(home, ['release', readRollback(cost.stdout).jobId, '--yes']);
      return cost;
    },
    discard: async () => {
      await lifeboat(home, ['delete', backupId, '--yes']);
    },
  };
}
