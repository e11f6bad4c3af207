import Database from 'better-sqlite3';

/** Makes a database from a script. The file must not exist. */
export function createSqlite(path: string, script: string): void {
  const database = new Database(path);
  try {
    database.exec(script);
  } finally {
    database.close();
  }
}
