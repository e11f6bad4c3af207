import { chmod, chown, lstat, utimes } from 'node:fs/promises';
import { z } from 'zod';
import { settableTime } from './settable-time.ts';

/** What a directory is besides its entries. A swap changes it, and the way back restores it. */
export const Dress = z.strictObject({
  mode: z.int().min(0).max(0o7777),
  uid: z.int().min(0),
  gid: z.int().min(0),
  /** Nanoseconds since the epoch, as text. */
  mtime: z.string().regex(/^-?\d+$/u),
});
export type Dress = z.infer<typeof Dress>;

/** What `dress` would give back: owner, mode and time as they are now; a symlink is not followed. */
export async function dressOf(path: string | Buffer): Promise<Dress> {
  const stat = await lstat(path, { bigint: true });
  return {
    mode: Number(stat.mode) & 0o7777,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtime: stat.mtimeNs.toString(),
  };
}

/** Gives a directory this owner (as root), mode and time. May run twice. */
export async function dress(path: string | Buffer, { uid, gid, mode, mtime }: Dress): Promise<void> {
  if (process.getuid?.() === 0) await chown(path, uid, gid);
  await chmod(path, mode);
  const time = settableTime(BigInt(mtime));
  await utimes(path, time, time);
}
