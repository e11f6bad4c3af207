import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../archive/canonical-json.ts';
import { temporaryFolder } from '../archive/pack-layout.ts';
import { AppError, hasCode } from '../errors.ts';
import { markFile, newMark, parseMark, type ReplicaMark } from './replica-mark.ts';
import type { TargetConnection } from './target.ts';
import { readText, writeText } from './target-text.ts';

/**
 * Sets a target up: writes its mark, or keeps the one that is there, so that packs which another machine has copied
 * there can be adopted. Proves in either case that the target takes what is written. `now`: ISO 8601.
 */
export async function setUpReplica(
  connection: TargetConnection,
  maker: { readonly tool: string; readonly now: string },
  signal: AbortSignal,
): Promise<ReplicaMark> {
  await proveWritable(connection, signal);
  const before = await readMark(connection, signal);
  if (before !== null) return before;
  const mark = newMark(randomUUID(), maker.tool, maker.now);
  const temporary = `${temporaryFolder}/mark-${mark.targetId}`;
  await writeText(connection, temporary, canonicalJson(mark), signal);
  try {
    await connection.rename(temporary, markFile, signal);
  } catch (error) {
    if (!hasCode(error, 'REPLICA_PATH_TAKEN')) throw error;
    // Somebody else was faster; theirs counts.
    await connection.deleteFile(temporary, signal);
  }
  return (await readMark(connection, signal)) ?? refuseMissing(connection);
}

/**
 * Refuses a target that is not the one that was set up: REPLICA_MARK_MISSING (an empty folder is one that is not
 * mounted), REPLICA_OTHER, REPLICA_MARK_INVALID.
 */
export async function checkReplica(
  connection: TargetConnection,
  targetId: string,
  signal: AbortSignal,
): Promise<ReplicaMark> {
  const mark = (await readMark(connection, signal)) ?? refuseMissing(connection);
  if (mark.targetId === targetId) return mark;
  const { place } = connection.identity;
  throw new AppError('REPLICA_OTHER', { place, expected: targetId, found: mark.targetId });
}

/**
 * Everything that can be known before services are stopped: it is the right target and takes what is written.
 * Rejects with what `checkReplica` refuses, or with what writing came to (REPLICA_DENIED, REPLICA_READ_ONLY …).
 */
export async function checkReplicaWritable(
  connection: TargetConnection,
  targetId: string,
  signal: AbortSignal,
): Promise<void> {
  await checkReplica(connection, targetId, signal);
  await proveWritable(connection, signal);
}

async function proveWritable(connection: TargetConnection, signal: AbortSignal): Promise<void> {
  const probe = `${temporaryFolder}/probe-${randomUUID()}`;
  await connection.makeFolders(temporaryFolder, signal);
  await writeText(connection, probe, `${probe}\n`, signal);
  await connection.deleteFile(probe, signal);
}

async function readMark(connection: TargetConnection, signal: AbortSignal): Promise<ReplicaMark | null> {
  const text = await readText(connection, markFile, signal);
  if (text === null) return null;
  const mark = parseMark(text);
  if (typeof mark !== 'string') return mark;
  throw new AppError('REPLICA_MARK_INVALID', { place: connection.identity.place, file: markFile, detail: mark });
}

function refuseMissing(connection: TargetConnection): never {
  throw new AppError('REPLICA_MARK_MISSING', { place: connection.identity.place, file: markFile });
}
