import { readdir } from 'node:fs/promises';
import { pathKey } from '../archive/tar-path.ts';
import type { Listed } from './swap-moves.ts';

/**
 * Lists a directory, parents before their children. `names` limits its top; `enters` says into which
 * directories (by key) the listing goes on. Follows no symlink.
 */
export async function listTree(
  root: string,
  names: readonly string[] | null,
  enters: (key: string) => boolean,
): Promise<Listed[]> {
  const wanted = names === null ? null : new Set(names.map((name) => pathKey(Buffer.from(name))));
  const listing: Listed[] = [];
  const list = async (directory: Buffer, above: string): Promise<void> => {
    for (const entry of await readdir(directory, { encoding: 'buffer', withFileTypes: true })) {
      const name = pathKey(entry.name);
      const key = above === '' ? name : `${above}/${name}`;
      if (above === '' && wanted !== null && !wanted.has(name)) continue;
      listing.push({ key, directory: entry.isDirectory() });
      if (entry.isDirectory() && enters(key)) await list(Buffer.concat([directory, Buffer.from('/'), entry.name]), key);
    }
  };
  await list(Buffer.from(root), '');
  return listing;
}
