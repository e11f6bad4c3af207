import { AppError } from '../errors.ts';
import type { TargetConnection } from './target.ts';

/** Larger than any text that a replica holds: the largest manifest of a pack. */
const largestText = 16 * 1024 * 1024;

/** A small file of a target. Null when there is none; '' when it is larger than any text of ours, and so is none of them. */
export async function readText(
  connection: TargetConnection,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const entry = await connection.stat(path, signal);
  if (entry?.kind !== 'file') return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of connection.read(path, { offset: 0, signal })) {
    size += chunk.length;
    if (size > largestText) return '';
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes a small file anew and reads it back. REPLICA_READ_BACK_WRONG when that gives something else. */
export async function writeText(
  connection: TargetConnection,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  async function* whole(): AsyncGenerator<Buffer, void, undefined> {
    yield Buffer.from(text);
  }
  await connection.write(path, whole(), { offset: 0, signal });
  if ((await readText(connection, path, signal)) === text) return;
  const { place } = connection.identity;
  throw new AppError('REPLICA_READ_BACK_WRONG', { place, part: path, detail: 'it holds something else' });
}
