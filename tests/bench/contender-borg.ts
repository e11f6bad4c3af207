import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectCommand } from '../support/command.ts';
import type { Contender } from './contender.ts';
import { storedBytes } from './stored-bytes.ts';
import { timed } from './timed.ts';

/** borg without encryption. */
export function borg(source: string, work: string, compression: 'lz4' | 'zstd,3'): Contender {
  const repository = join(work, `borg-${compression}`);
  let restored = 0;
  const home = join(work, `borg-${compression}-home`);
  const env = {
    BORG_REPO: repository,
    BORG_BASE_DIR: home,
    BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
  };
  return {
    name: `borg ${compression}`,
    backup: async () => {
      await mkdir(home);
      await expectCommand('borg', ['init', '--encryption', 'none'], { env });
      const cost = await timed(['borg', 'create', '--compression', compression, '::first', '.'], { cwd: source, env });
      return { ...cost, writtenMs: cost.wallMs, storedBytes: await storedBytes(repository) };
    },
    verify: () => timed(['borg', 'check', '--verify-data'], { env }),
    restore: async () => {
      const into = join(work, `borg-${compression}-restored-${(restored += 1)}`);
      await mkdir(into);
      return timed(['borg', 'extract', '::first'], { cwd: into, env });
    },
    discard: async () => {
      await rm(repository, { recursive: true });
      await rm(home, { recursive: true });
    },
  };
}
