import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from './contender.ts';
import { storedBytes } from './stored-bytes.ts';
import { timedPipe } from './timed.ts';

/** GNU tar and zstd: nothing is hashed, indexed, flushed or read back. */
export function tarZstd(source: string, work: string): Contender {
  const archive = join(work, 'plain.tar.zst');
  let restored = 0;
  return {
    name: 'tar, zstd -3 -T2',
    backup: async () => {
      const cost = await timedPipe('tar -C "$1" -cf - . | zstd -q -3 -T2 -o "$2"', source, archive);
      return { ...cost, writtenMs: cost.wallMs, storedBytes: await storedBytes(archive) };
    },
    verify: null,
    restore: async () => {
      const into = join(work, `plain-restored-${(restored += 1)}`);
      await mkdir(into);
      return timedPipe('zstd -q -d -c "$1" | tar -C "$2" -xpf -', archive, into);
    },
    discard: async () => rm(archive),
  };
}
