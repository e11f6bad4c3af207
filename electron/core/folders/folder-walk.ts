import { type BigIntStats, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { Omission } from '../../../shared/model/backup.ts';
import { printablePath } from '../archive/tar-path.ts';
import { AppError, detailOf } from '../errors.ts';
import { createKeptPaths, type KeptRules } from './kept-paths.ts';
import { errnoOf } from '../file-failure.ts';

/** One thing in a folder. Paths and names are bytes: not every name is UTF-8. */
export interface WalkEntry {
  /** Relative to the root, `/`-separated; `.` for the root itself. */
  readonly path: Buffer;
  readonly type: 'file' | 'directory' | 'symlink' | 'fifo';
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for anything but a file. */
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly nlink: number;
  /** Target of a symlink. */
  readonly link: Buffer | null;
}

export interface WalkRules extends KeptRules {
  /** Only these entries of the root, and no entry for the root itself; null = the whole root. */
  readonly names: readonly string[] | null;
}

function entryOf(path: Buffer, absolute: Buffer, stat: BigIntStats): WalkEntry | Omission['reason'] {
  const type = stat.isFile()
    ? 'file'
    : stat.isDirectory()
      ? 'directory'
      : stat.isSymbolicLink()
        ? 'symlink'
        : stat.isFIFO()
          ? 'fifo'
          : null;
  if (type === null) return stat.isSocket() ? 'socket' : 'device';
  return {
    path,
    type,
    mode: Number(stat.mode) & 0o7777,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: type === 'file' ? Number(stat.size) : 0,
    mtimeNs: stat.mtimeNs,
    dev: stat.dev,
    ino: stat.ino,
    nlink: Number(stat.nlink),
    link: type === 'symlink' ? readlinkSync(absolute, { encoding: 'buffer' }) : null,
  };
}

function unreadable(absolute: Buffer, error: unknown): AppError<'SOURCE_UNREADABLE'> {
  return new AppError('SOURCE_UNREADABLE', { path: absolute.toString(), detail: detailOf(error) }, { cause: error });
}

function rootOf(root: string): Buffer {
  try {
    const path = realpathSync(root, { encoding: 'buffer' });
    if (!lstatSync(path).isDirectory())
      throw new AppError('SOURCE_UNREADABLE', { path: root, detail: 'not a directory' });
    return path;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (errnoOf(error) === 'ENOENT') throw new AppError('SOURCE_MISSING', { path: root }, { cause: error });
    throw unreadable(Buffer.from(root), error);
  }
}

function sortedNames(absolute: Buffer): Buffer[] {
  try {
    return readdirSync(absolute, { encoding: 'buffer' }).toSorted((a, b) => a.compare(b));
  } catch (error) {
    throw unreadable(absolute, error);
  }
}

const slash = Buffer.from('/');

/**
 * Walks a folder: parents before their children, names in the order of their bytes, so that two walks of
 * the same tree are equal. Follows no symlink but the root itself. Synchronous, for use in a worker.
 *
 * `omit` hears of what cannot be kept: sockets, devices, and what went away during the walk. Throws
 * SOURCE_MISSING when the root (or one of `names`) is not there, SOURCE_UNREADABLE for anything that
 * cannot be read.
 */
export function* walkFolder(
  rules: WalkRules,
  omit: (omission: Omission) => void,
): Generator<WalkEntry, void, undefined> {
  const root = rootOf(rules.root);
  const kept = createKeptPaths(rules);
  const visit = (path: Buffer, absolute: Buffer, mayVanish: boolean): WalkEntry | null => {
    let found: WalkEntry | Omission['reason'];
    try {
      found = entryOf(path, absolute, lstatSync(absolute, { bigint: true }));
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw unreadable(absolute, error);
      if (!mayVanish) throw new AppError('SOURCE_MISSING', { path: absolute.toString() }, { cause: error });
      found = 'vanished';
    }
    if (typeof found !== 'string') return found;
    omit({ path: printablePath(path), reason: found });
    return null;
  };

  const open: { path: Buffer; absolute: Buffer; names: Buffer[]; next: number }[] = [];
  const enter = (path: Buffer, absolute: Buffer, names: Buffer[]) => open.push({ path, absolute, names, next: 0 });
  if (rules.names === null) {
    const entry = visit(Buffer.from('.'), root, false);
    if (entry === null) return;
    yield entry;
    enter(entry.path, root, sortedNames(root));
  } else {
    enter(
      Buffer.from('.'),
      root,
      rules.names.map((name) => Buffer.from(name)).toSorted((a, b) => a.compare(b)),
    );
  }
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    const name = folder.names[folder.next];
    folder.next += 1;
    if (name === undefined) {
      open.pop();
      continue;
    }
    const top = open.length === 1;
    const path = top ? name : Buffer.concat([folder.path, slash, name]);
    if (kept.keeps(path.toString('latin1'))) continue;
    const absolute = Buffer.concat([folder.absolute, slash, name]);
    const entry = visit(path, absolute, !(top && rules.names !== null));
    if (entry === null) continue;
    yield entry;
    if (entry.type === 'directory') enter(path, absolute, sortedNames(absolute));
  }
}
