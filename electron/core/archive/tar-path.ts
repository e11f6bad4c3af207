import { TarHeaderError } from './tar-header.ts';

const slash = 0x2f;
const longestName = 255;
// PATH_MAX of Linux: nothing deeper can be made or read by its path, and a scan keeps every path in memory.
const longestPath = 4096;

/**
 * The one form of a path inside a pack: bytes, relative, no `./` in front, no `/` behind, root = `.`.
 * Throws `TarHeaderError` for anything that could lead elsewhere: absolute, `..`, empty or `.` segments.
 */
export function canonicalPath(raw: Buffer): Buffer {
  if (raw.length === 0) throw new TarHeaderError('name is empty');
  if (raw[0] === slash) throw new TarHeaderError('path is absolute');
  let start = 0;
  if (raw[0] === 0x2e && raw[1] === slash) start = 2;
  let end = raw.length;
  if (end > start && raw[end - 1] === slash) end -= 1;
  const path = raw.subarray(start, end);
  if (path.length > longestPath) throw new TarHeaderError('name is too long');
  if (path.length === 0 || (path.length === 1 && path[0] === 0x2e)) return Buffer.from('.');
  for (let from = 0; from <= path.length; ) {
    const next = path.indexOf(slash, from);
    const to = next === -1 ? path.length : next;
    checkSegment(path, from, to);
    from = to + 1;
  }
  return Buffer.from(path);
}

function checkSegment(path: Buffer, from: number, to: number): void {
  const length = to - from;
  if (length === 0) throw new TarHeaderError('path has an empty segment');
  if (length > longestName) throw new TarHeaderError('a name in the path is too long');
  if (path[from] !== 0x2e) return;
  if (length === 1) throw new TarHeaderError('path has a segment "."');
  if (length === 2 && path[from + 1] === 0x2e) throw new TarHeaderError('path leads upwards');
}

/** The parent of a canonical path as text for sets (bytes as latin1); `.` for a name at the top. */
export function parentKey(key: string): string {
  const cut = key.lastIndexOf('/');
  return cut === -1 ? '.' : key.slice(0, cut);
}

/** A path's bytes as a string that can be a key: one character for one byte. */
export function pathKey(path: Buffer): string {
  return path.toString('latin1');
}

/** A path for people: UTF-8 where it is, control characters escaped. */
export function printablePath(path: Buffer): string {
  return JSON.stringify(path.toString('utf8')).slice(1, -1);
}
