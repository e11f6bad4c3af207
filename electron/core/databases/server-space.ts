import { text } from 'node:stream/consumers';
import type { Exec } from '../docker/exec.ts';
import { AppError } from '../errors.ts';

/** What a server needs beside the data: its own files that grow while it loads. */
const slackBytes = 32 * 1024 * 1024;

/**
 * Refuses to load where it does not fit: a server whose disk is full may not come up again. `df` is `df -Pk FOLDER` in
 * its container. SPACE_INSUFFICIENT.
 */
export async function assertRoom(
  df: Exec,
  { path, bytes, logBytes }: { readonly path: string; readonly bytes: number; readonly logBytes: number },
): Promise<void> {
  const [output] = await Promise.all([text(df.stdout), df.ended]);
  const free = freeBytes(output);
  const needed = bytes + Math.min(bytes, logBytes) + slackBytes;
  // A container without df says nothing; then the load itself has to show it.
  if (free !== null && free < needed) throw new AppError('SPACE_INSUFFICIENT', { path, needed, free });
}

/** The free bytes in what `df -Pk` says of one folder; null when it says something else. */
export function freeBytes(output: string): number | null {
  const free = /\s\d+\s+\d+\s+(?<free>\d+)\s+\d+%\s/u.exec(output)?.groups?.['free'];
  return free === undefined ? null : Number(free) * 1024;
}
