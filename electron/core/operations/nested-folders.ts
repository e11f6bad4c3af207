import { relative, sep } from 'node:path';

/** Whether a path is a folder or lies in it. Both absolute and without links. */
export function isWithin(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`) && inside !== path);
}

/**
 * The first two of these folders of which one is the other or lies in it; null when all stand apart. Absolute
 * paths without links. A rollback exchanges each folder as a whole, and would put one into the other's old data.
 */
export function nestedPair(folders: readonly string[]): { readonly path: string; readonly outer: string } | null {
  for (const [index, path] of folders.entries()) {
    const outer = folders.find((other, place) => place !== index && isWithin(path, other));
    if (outer !== undefined) return { path, outer };
  }
  return null;
}
