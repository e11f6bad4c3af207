import { existsSync } from 'node:fs';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Archive } from './archives.ts';
import type { Spoil } from './hostile-packs.ts';
import type { Import, Lane } from './lanes.ts';

const refusals: readonly string[] = [
  'ARCHIVE_UNRECOGNISED',
  'PACK_CORRUPT',
  'PACK_HOSTILE',
  'PACK_INCOMPLETE',
  'PACK_MANIFEST_INVALID',
  'PACK_NOT_A_PACK',
];

const limits = { memoryMiB: 512, seconds: 30 } as const;
const refusal = z.object({ error: z.object({ code: z.string() }) });

/** Gives the archive to the real command, and takes away what it came from. */
export async function imported(lane: Lane, archive: Archive): Promise<Import> {
  const path = await lane.place(archive.file);
  await writeFile(path, archive.bytes());
  const result = await lane.importPath(path);
  await lane.tidy();
  return result;
}

/** What was wrong with how the command refused a hostile archive: null when it refused, left no trace, and stayed small. */
export async function importFault(lane: Lane, archive: Archive): Promise<string | null> {
  return refusalFault(lane, refusals, async () => imported(lane, archive));
}

/** The same for a copy of `pack` that is changed so that it must be refused with `code`. */
export async function hostilePackFault(lane: Lane, pack: string, code: string, spoil: Spoil): Promise<string | null> {
  return refusalFault(lane, [code], async () => {
    const folder = await lane.place(basename(pack));
    await cp(pack, folder, { recursive: true });
    await spoil(folder);
    const result = await lane.importPath(folder);
    await lane.tidy();
    return result;
  });
}

async function refusalFault(lane: Lane, codes: readonly string[], act: () => Promise<Import>): Promise<string | null> {
  const before = (await lane.outside()).join('\n');
  const { end, memoryMiB, seconds } = await act();
  const said = refusal.safeParse(end.json());
  if (!said.success || end.code === 0 || end.code === null) return `taken: ${end.stdout}${end.stderr}`;
  if (!codes.includes(said.data.error.code)) return `refused with ${end.stdout}`;
  const after = (await lane.outside()).join('\n');
  if (after !== before) return `something outside is changed:\n${after}\ninstead of\n${before}`;
  const left = await readdir(join(lane.storage, 'shop'), { recursive: true }).catch(() => []);
  if (left.some((name) => name !== '_tmp')) return `left behind: ${left.join(' ')}`;
  if (existsSync('/tmp/evil')) return '/tmp/evil was made';
  if (!(memoryMiB > 20 && memoryMiB < limits.memoryMiB)) return `it took ${memoryMiB} MiB`;
  return seconds < limits.seconds ? null : `it took ${seconds} s`;
}
