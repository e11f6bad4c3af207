import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError, detailOf } from '../errors.ts';
import { copyWithJournal, hasHotJournal } from './sqlite-recovery.ts';
import { answerWith, questions } from './worker-answers.ts';

/** Copy the database at `path`, and check the copy. */
export interface SqliteQuestion {
  readonly path: string;
  readonly destination: string;
}

const busyMs = 10_000;
const stepBytes = 4 * 1_048_576;
const restartsAllowed = 3;

function check(path: string): void {
  // Not read-only: the last to close a database in WAL mode removes its companions only when it may write.
  using database = openDatabase(path, { fileMustExist: true });
  const problems = database.handle
    .prepare<[], { integrity_check: string }>('PRAGMA integrity_check(5)')
    .all()
    .map((row) => row.integrity_check);
  if (problems.length !== 1 || problems[0] !== 'ok') throw new Error(problems.join('; '));
}

function openDatabase(path: string, options: Database.Options): { handle: Database.Database } & Disposable {
  const handle = new Database(path, { timeout: busyMs, ...options });
  return { handle, [Symbol.dispose]: () => handle.close() };
}

/**
 * Copies by steps. Another process's write makes SQLite begin again, so a busy database would never come
 * to its end: a read transaction held on the source stops that. In WAL mode it costs the writers nothing
 * and is taken at once; with a rollback journal it makes them wait, and is taken after some restarts.
 */
async function copy(path: string, destination: string, tell: (bytes: number) => void): Promise<void> {
  using source = openDatabase(path, { readonly: true, fileMustExist: true });
  const live = source.handle;
  const hold = (): void => {
    live.exec('BEGIN');
    live.prepare('SELECT count(*) FROM sqlite_schema').get();
  };
  const pageBytes = Number(live.pragma('page_size', { simple: true }));
  if (live.pragma('journal_mode', { simple: true }) === 'wal') hold();
  let left = Number.POSITIVE_INFINITY;
  let restarts = 0;
  await live.backup(destination, {
    progress: ({ totalPages, remainingPages }) => {
      if (remainingPages >= left) restarts += 1;
      if (restarts >= restartsAllowed && !live.inTransaction) hold();
      if (remainingPages < Math.min(left, totalPages)) tell((Math.min(left, totalPages) - remainingPages) * pageBytes);
      left = remainingPages;
      return Math.max(1, Math.floor(stepBytes / pageBytes));
    },
  });
}

async function copyOrRecover(path: string, destination: string, tell: (bytes: number) => void): Promise<void> {
  try {
    await copy(path, destination, tell);
  } catch (error) {
    if (!hasHotJournal(error)) throw error;
    copyWithJournal(path, destination);
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function answer(question: SqliteQuestion, tell: (bytes: number) => void): Promise<null> {
  try {
    await copyOrRecover(question.path, question.destination, tell);
    check(question.destination);
    syncFile(question.destination);
    return null;
  } catch (error) {
    throw new AppError('SQLITE_UNREADABLE', { path: question.path, detail: detailOf(error) }, { cause: error });
  }
}

questions.on('message', (question: SqliteQuestion) => answerWith((tell) => answer(question, tell)));
