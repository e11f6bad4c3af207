import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { AppError } from '../errors.ts';

const calls = ['run', 'get', 'all'] as const;

/**
 * Makes every later statement of `database` that meets damage in the file throw CATALOG_UNUSABLE, which says what to
 * do. SQLite looks at a page when it needs it, so a damaged file may open well.
 */
export function tellCorruption(database: Database): void {
  const prepare = database.prepare.bind(database);
  const telling = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      throw unusable(error, database.name);
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

function unusable(error: unknown, path: string): unknown {
  const isDamage = error instanceof Sqlite.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/u.test(error.code);
  return isDamage ? new AppError('CATALOG_UNUSABLE', { path, detail: error.message }, { cause: error }) : error;
}
