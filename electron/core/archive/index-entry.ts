import { z } from 'zod';

/** Types of tar entries that a pack may hold. A type that is not here makes a part unreadable. */
export const entryTypes = ['file', 'directory', 'symlink', 'hardlink', 'fifo', 'char', 'block'] as const;

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`, 'u'));

/**
 * One line of `index/<part>.ndjson.zst`. Paths are relative to the source's root, `/`-separated,
 * without leading `./`; the root itself is `.`. Names that are not UTF-8 have their bytes in `pathBytes`.
 */
export const IndexEntry = z.strictObject({
  path: z.string(),
  /** Base64 of the name's bytes, only where `path` cannot say them exactly. */
  pathBytes: z.base64().optional(),
  type: z.enum(entryTypes),
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  mode: z.int().min(0).max(0o7777),
  uid: z.int().min(0),
  gid: z.int().min(0),
  /** Bytes of content; 0 for anything but a file. */
  size: z.int().min(0),
  /** Nanoseconds since the epoch as decimal text: 2^53 is too small for them. */
  mtime: z.string().regex(/^-?\d{1,20}$/u),
  /** Target of a symlink, or the path of a hard link's first name. */
  link: z.string().optional(),
  linkBytes: z.base64().optional(),
  /** Device numbers of `char` and `block`. */
  device: z.tuple([z.int(), z.int()]).optional(),
  /** Extended attributes: name to base64 value. */
  xattrs: z.record(z.string(), z.base64()).optional(),
  /** SHA-256 of the content, files only. */
  sha256: hex(64).optional(),
  /** Offset of the entry's content in the raw tar. */
  offset: z.int().min(0),
});
export type IndexEntry = z.infer<typeof IndexEntry>;
