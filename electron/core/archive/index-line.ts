import type { IndexEntry } from './index-entry.ts';
import { pathKey } from './tar-path.ts';
import type { TarEntry } from './tar-scanner.ts';

/** UTF-8 text of name bytes, and their base64 where the text cannot say them exactly. */
function nameOf(bytes: Buffer): { text: string; exact: string | null } {
  const text = bytes.toString('utf8');
  return { text, exact: Buffer.from(text, 'utf8').equals(bytes) ? null : bytes.toString('base64') };
}

/** The index entry of a scanned tar entry; `sha256` of a file's content. Key order is fixed: equal tars give equal text. */
export function indexEntryOf(entry: TarEntry, sha256: string | null): IndexEntry {
  const path = nameOf(entry.path);
  const link = entry.link === null ? null : nameOf(entry.link);
  return {
    path: path.text,
    ...(path.exact === null ? {} : { pathBytes: path.exact }),
    type: entry.type,
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size: entry.size,
    mtime: entry.mtime.toString(),
    ...(link === null ? {} : { link: link.text }),
    ...(link === null || link.exact === null ? {} : { linkBytes: link.exact }),
    ...(entry.device === null ? {} : { device: [entry.device[0], entry.device[1]] }),
    ...(entry.xattrs === null
      ? {}
      : { xattrs: Object.fromEntries([...entry.xattrs].map(([key, value]) => [key, value.toString('base64')])) }),
    ...(sha256 === null ? {} : { sha256 }),
    offset: entry.offset,
  };
}

/** Bytes of an index entry's path. */
export function pathBytesOf(entry: IndexEntry): Buffer {
  return entry.pathBytes === undefined ? Buffer.from(entry.path, 'utf8') : Buffer.from(entry.pathBytes, 'base64');
}

/** Bytes of an index entry's link target; null without one. */
export function linkBytesOf(entry: IndexEntry): Buffer | null {
  if (entry.linkBytes !== undefined) return Buffer.from(entry.linkBytes, 'base64');
  return entry.link === undefined ? null : Buffer.from(entry.link, 'utf8');
}

/** The path's bytes as text for sets and maps; the same form as `pathKey` of the scanner's entries. */
export function indexKey(entry: IndexEntry): string {
  return pathKey(pathBytesOf(entry));
}
