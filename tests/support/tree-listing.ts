import { createHash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * One line for each entry below and including `root`: path, type, mode, owner, size, time in nanoseconds, and content
 * (a file's sha256, a link's target, the first path of the same inode). Sorted by bytes: equal trees, equal lists.
 */
export async function listTree(root: string): Promise<string[]> {
  const lines: string[] = [];
  const firstPathOfInode = new Map<string, string>();
  const visit = async (path: Buffer, name: string): Promise<void> => {
    const stat = await lstat(path, { bigint: true });
    const inode = `${stat.dev}:${stat.ino}`;
    const first = stat.isDirectory() ? name : (firstPathOfInode.get(inode) ?? name);
    firstPathOfInode.set(inode, first);
    const content = first === name ? await contentOf(path, stat) : `= ${first}`;
    const mode = (stat.mode & 0o7777n).toString(8).padStart(4, '0');
    const size = stat.isDirectory() ? '-' : String(stat.size);
    lines.push([name, typeOf(stat), mode, `${stat.uid}:${stat.gid}`, size, stat.mtimeNs, content].join('\t'));
    if (!stat.isDirectory()) return;
    const children = await readdir(path, { encoding: 'buffer' });
    for (const child of children.toSorted((a, b) => Buffer.compare(a, b))) {
      await visit(Buffer.concat([path, Buffer.from('/'), child]), `${name}/${printable(child)}`);
    }
  };
  await visit(Buffer.from(root), '.');
  return lines;
}

/** Every byte outside printable ASCII as \xNN, so that two names never look the same. */
function printable(name: Buffer): string {
  return name
    .toString('latin1')
    .replace(/[^ !-[\]-~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function typeOf(stat: BigIntStats): string {
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  return stat.isFile() ? 'file' : 'special';
}

async function contentOf(path: Buffer, stat: BigIntStats): Promise<string> {
  if (stat.isSymbolicLink()) return printable(await readlink(path, { encoding: 'buffer' }));
  if (!stat.isFile()) return '-';
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
