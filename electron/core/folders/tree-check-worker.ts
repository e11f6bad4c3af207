import { createHash, hash } from 'node:crypto';
import { type BigIntStats, closeSync, constants, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import type { IndexEntry } from '../archive/index-entry.ts';
import { linkBytesOf, pathBytesOf } from '../archive/index-line.ts';
import { printablePath } from '../archive/tar-path.ts';
import { AppError } from '../errors.ts';
import { isSameTime } from './settable-time.ts';
import { answerWith, questions } from './worker-answers.ts';
import { errnoOf, fileFailure } from '../file-failure.ts';

export interface CheckQuestion {
  readonly tree: TreeToCheck;
  readonly entries: readonly IndexEntry[];
}

/** Where the tree is, and what names the pack in errors. */
export interface TreeToCheck {
  readonly root: string;
  readonly pack: string;
  readonly part: string;
}

const buffer = Buffer.allocUnsafeSlow(1_048_576);
const readOnly = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);
const comparesModes = process.platform !== 'win32';
const comparesOwners = process.getuid?.() === 0;

function absolute(tree: TreeToCheck, path: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${tree.root}/`), path]);
}

function typeOf(stat: BigIntStats): IndexEntry['type'] | 'other' {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  return stat.isFIFO() ? 'fifo' : 'other';
}

function hashOf(path: Buffer, size: number): string {
  const file = openSync(path, readOnly);
  try {
    const first = readSync(file, buffer, 0, buffer.length, null);
    if (first === size) return hash('sha256', buffer.subarray(0, first));
    const sha256 = createHash('sha256');
    for (let got = first; got > 0; got = readSync(file, buffer, 0, buffer.length, null))
      sha256.update(buffer.subarray(0, got));
    return sha256.digest('hex');
  } finally {
    closeSync(file);
  }
}

/** The first difference between an entry of the index and what is on the disk, or null. */
function difference(tree: TreeToCheck, entry: IndexEntry, path: Buffer): string | null {
  const stat = lstatSync(path, { bigint: true });
  if (entry.type === 'hardlink') {
    const first = lstatSync(absolute(tree, linkBytesOf(entry) ?? Buffer.alloc(0)), { bigint: true });
    return first.ino === stat.ino && first.dev === stat.dev ? null : 'it is no name of the same file';
  }
  if (typeOf(stat) !== entry.type) return `it is a ${typeOf(stat)}, not a ${entry.type}`;
  if (comparesOwners && (stat.uid !== BigInt(entry.uid) || stat.gid !== BigInt(entry.gid))) return 'its owner differs';
  if (comparesModes && entry.type !== 'symlink' && (Number(stat.mode) & 0o7777) !== entry.mode)
    return 'its mode differs';
  if (!isSameTime(BigInt(entry.mtime), stat.mtimeNs)) return 'its time differs';
  if (
    entry.type === 'symlink' &&
    !readlinkSync(path, { encoding: 'buffer' }).equals(linkBytesOf(entry) ?? Buffer.alloc(0))
  )
    return 'its target differs';
  if (entry.type !== 'file') return null;
  if (stat.size !== BigInt(entry.size)) return 'its size differs';
  return hashOf(path, entry.size) === entry.sha256 ? null : 'its content differs';
}

function answer({ tree, entries }: CheckQuestion): null {
  for (const entry of entries) {
    const path = absolute(tree, pathBytesOf(entry));
    let found: string | null;
    try {
      found = difference(tree, entry, path);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, path);
      found = 'it is missing';
    }
    if (found === null) continue;
    const detail = `after extraction, ${printablePath(pathBytesOf(entry))}: ${found}`;
    throw new AppError('PACK_CORRUPT', { pack: tree.pack, part: tree.part, detail });
  }
  return null;
}

questions.on('message', (question: CheckQuestion) => answerWith(() => answer(question)));
