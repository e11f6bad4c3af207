import { rm, stat } from 'node:fs/promises';
import { AppError, detailOf } from '../errors.ts';
import { sqliteFamily } from './sqlite-family.ts';
import type { SqliteQuestion } from './sqlite-worker.ts';
import { openWorkerLine } from './worker-line.ts';
import { errnoOf } from '../file-failure.ts';

/** The copy, and what the live file was: a restored one gets its mode and owner again. */
export interface SqliteCopy {
  /** Bytes of the copy. */
  readonly bytes: number;
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: bigint;
}

const workerFile = new URL('./sqlite-worker.ts', import.meta.url);

async function statFile(path: string) {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) throw new AppError('SQLITE_UNREADABLE', { path, detail: 'not a file' });
    return found;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (errnoOf(error) === 'ENOENT') throw new AppError('SOURCE_MISSING', { path }, { cause: error });
    throw new AppError('SQLITE_UNREADABLE', { path, detail: detailOf(error) }, { cause: error });
  }
}

async function askWorker(
  question: SqliteQuestion,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await using line = openWorkerLine<SqliteQuestion, null>(workerFile, signal, onBytes);
  await line.ask(question);
}

/**
 * Copies a live database by SQLite's online backup, so that the copy is one consistent moment of it, and
 * checks the copy's integrity. The database is opened read-only; applications may go on writing. A journal
 * that a dead application left behind is rolled back in the copy alone.
 *
 * `destination` must not exist; when this rejects, nothing of it is left. `onBytes` hears how many bytes
 * were copied since its last call. SOURCE_MISSING, or SQLITE_UNREADABLE for what is no database, is
 * corrupt, or stays locked for 10 s.
 */
export async function backupSqlite(
  path: string,
  destination: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<SqliteCopy> {
  const live = await statFile(path);
  try {
    await askWorker({ path, destination }, signal, onBytes);
    const copy = await stat(destination);
    return {
      bytes: copy.size,
      mode: Number(live.mode) & 0o7777,
      uid: Number(live.uid),
      gid: Number(live.gid),
      mtimeNs: live.mtimeNs,
    };
  } catch (error) {
    await Promise.all(sqliteFamily(destination).map((file) => rm(file, { force: true })));
    throw error;
  }
}
