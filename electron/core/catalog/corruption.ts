import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { AppError } from '../errors.ts';

const calls = ['run', 'get', 'all'] as const;

/**
 * Makes every later statement of `database` that meets damage in the file throw CATALOG_UNUSABLE, which says what to
 * do. SQLite looks at a page when it needs it, so a damaged file may open well; a changed byte in an id shows only when
 * a record does not fit its stack any more.
 */
export function tellCorruption(database: Database): void {
  const prepare = database.prepare.bind(database);
  const telling = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      throw unusable(error, database);
    }
  };
  const guarded = (sql: string): unknown =>
    telling(() => {
      const statement: Statement = prepare(sql);
      for (const call of calls) {
        const original = statement[call].bind(statement);
        Object.defineProperty(statement, call, { value: (...args: unknown[]) => telling(() => original(...args)) });
      }
      return statement;
    });
  Object.defineProperty(database, 'prepare', { value: guarded });
}

function unusable(error: unknown, database: Database): unknown {
  if (!(error instanceof Sqlite.SqliteError) || !isDamage(error.code, database)) return error;
  return new AppError('CATALOG_UNUSABLE', { path: database.name, detail: error.message }, { cause: error });
}

function isDamage(code: string, database: Database): boolean {
  if (/^SQLITE_(?:CORRUPT|NOTADB)/u.test(code)) return true;
  // A record may also come too late, when its stack has just been removed; then those that are there fit.
  if (code !== 'SQLITE_CONSTRAINT_FOREIGNKEY') return false;
  const misfits = database.pragma('foreign_key_check');
  return Array.isArray(misfits) && misfits.length > 0;
}
