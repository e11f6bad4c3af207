import { open, opendir } from 'node:fs/promises';
import { join, relative } from 'node:path';

// It answers while an operator waits: what lies deeper, or behind more, is not found.
const deepest = 4;
const mostEntries = 5000;
const header = 'SQLite format 3\0';

/**
 * A SQLite database below a folder, by name and by its first bytes: its path relative to the folder, with `/`. Null when
 * none is found in the nearest few thousand entries, or where this process may not read.
 */
export async function findSqlite(root: string): Promise<string | null> {
  let left = mostEntries;
  for (let folders = [root], depth = 1; folders.length > 0 && depth <= deepest; depth += 1) {
    const below: string[] = [];
    for (const folder of folders) {
      for (const { name, isFolder } of await entriesOf(folder, left)) {
        left -= 1;
        const path = join(folder, name);
        if (isFolder) below.push(path);
        else if (/\.(?:db|db3|sqlite|sqlite3)$/iu.test(name) && (await isSqlite(path)))
          return relative(root, path).replaceAll('\\', '/');
      }
    }
    folders = below;
  }
  return null;
}

async function entriesOf(
  folder: string,
  most: number,
): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]> {
  const found: { name: string; isFolder: boolean }[] = [];
  if (most <= 0) return found;
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.isDirectory() || entry.isFile()) found.push({ name: entry.name, isFolder: entry.isDirectory() });
      if (found.length >= most) break;
    }
  } catch {
    // Not to be read from here, or gone: nothing can be said about it, and no backup depends on this.
  }
  return found;
}

async function isSqlite(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(header.length), 0, header.length, 0);
    return bytesRead === header.length && buffer.toString('latin1') === header;
  } catch {
    return false;
  }
}
