import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectCommand } from '../support/command.ts';
import type { Contender } from './contender.ts';
import { storedBytes } from './stored-bytes.ts';
import { timed } from './timed.ts';

/** restic with a repository of format 2, the only one that compresses. It always encrypts. */
export function restic(source: string, work: string): Contender {
  const repository = join(work, 'restic');
  let restored = 0;
  const options = {
    cwd: source,
    env: { RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: join(work, 'restic-cache') },
  };
  return {
    name: 'restic',
    backup: async () => {
      await expectCommand('restic', ['init', '-q', '--repository-version', '2'], options);
      const cost = await timed(['restic', 'backup', '-q', '--compression', 'auto', '.'], options);
      return { ...cost, writtenMs: cost.wallMs, storedBytes: await storedBytes(repository) };
    },
    verify: () => timed(['restic', 'check', '-q', '--read-data'], options),
    restore: async () => {
      const into = join(work, `restic-restored-${(restored += 1)}`);
      return timed(['restic', 'restore', '-q', 'latest', '--target', into], options);
    },
    discard: async () => rm(repository, { recursive: true }),
  };
}
