import { packFile, temporaryFolder } from '../archive/pack-layout.ts';
import { AppError, hasCode } from '../errors.ts';
import { compareSizes } from './copy-check.ts';
import type { WantedCopy } from './existing-copy.ts';
import { asideName, stagedDone } from './replica-names.ts';
import type { TargetConnection } from './target.ts';
import { readText, writeText } from './target-text.ts';

/** From the final name to DONE nobody may cancel, so this is how long it may take. */
const longestPlacingMs = 120_000;

/** A copy that lies read back in its work folder, on a connection that has written nothing of it. */
export interface PlacedCopy {
  readonly connection: TargetConnection;
  readonly work: string;
  readonly wanted: WantedCopy;
  /** The text of its replication_manifest.json. */
  readonly replication: string;
}

/**
 * Gives a copy its final name, then its DONE. An abort is heard before that and not in between: what has the name
 * gets its mark. REPLICA_READ_BACK_WRONG when the target says that it has done so and has not.
 */
export async function placeCopy(copy: PlacedCopy, signal: AbortSignal): Promise<void> {
  const { connection, work, wanted, replication } = copy;
  await expectText(connection, `${work}/${packFile.replication}`, replication, signal);
  await expectText(connection, stagedDone(work), wanted.done, signal);
  signal.throwIfAborted();
  const closing = AbortSignal.timeout(longestPlacingMs);
  await connection.rename(work, wanted.name, closing);
  await expectText(connection, `${wanted.name}/${packFile.replication}`, replication, closing);
  await markCopy(copy, closing);
}

/** Gives a copy that has its final name its DONE, which has been written beside it and is moved in whole. */
export async function markCopy(
  { connection, work, wanted }: Omit<PlacedCopy, 'replication'>,
  signal: AbortSignal = AbortSignal.timeout(longestPlacingMs),
): Promise<void> {
  const staged = stagedDone(work);
  const done = `${wanted.name}/${packFile.done}`;
  if ((await readText(connection, staged, signal)) !== wanted.done) {
    await connection.makeFolders(temporaryFolder, signal);
    await writeText(connection, staged, wanted.done, signal);
  }
  await connection.rename(staged, done, signal);
  await expectText(connection, done, wanted.done, signal);
}

/** Looks, on a connection of its own, at what now has the final name: every name, every size, both texts. */
export async function confirmCopy(
  connection: TargetConnection,
  wanted: WantedCopy,
  replication: string,
  signal: AbortSignal,
): Promise<void> {
  const beside = [packFile.replication, packFile.done];
  const folder = { connection, path: wanted.name, files: wanted.files, beside, proven: new Set<string>() };
  const fault = await compareSizes(folder, signal);
  if (fault !== null) throw wrong(connection, fault.part, fault.detail);
  await expectText(connection, `${wanted.name}/${packFile.replication}`, replication, signal);
  await expectText(connection, `${wanted.name}/${packFile.done}`, wanted.done, signal);
}

/** Moves what has a copy's name and is none out of the way. `at`: ISO 8601. Resolves with the name that it has now. */
export async function setAside(
  connection: TargetConnection,
  name: string,
  at: string,
  signal: AbortSignal,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const aside = asideName(name, at, attempt);
    if ((await connection.stat(aside, signal)) !== null) continue;
    try {
      await connection.rename(name, aside, signal);
      return aside;
    } catch (error) {
      if (!hasCode(error, 'REPLICA_PATH_TAKEN')) throw error;
    }
  }
}

async function expectText(
  connection: TargetConnection,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  if ((await readText(connection, path, signal)) !== text) throw wrong(connection, path, 'it is not what was written');
}

function wrong(connection: TargetConnection, part: string, detail: string): AppError {
  return new AppError('REPLICA_READ_BACK_WRONG', { place: connection.identity.place, part, detail });
}
