import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** One change of the schema. `version` becomes the file's `user_version`; it never changes once released. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/**
 * Brings `database` to the last of `migrations` (ascending), all in one transaction. May run twice, and
 * in several processes at once. CATALOG_UNUSABLE when a newer Lifeboat has written the file.
 */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  if (pending(database, migrations).length === 0) return;
  const apply = database.transaction(() => {
    // Read again under the write lock: another process may have been faster.
    for (const migration of pending(database, migrations)) {
      database.exec(migration.sql);
      database.pragma(`user_version = ${migration.version}`);
    }
  });
  apply.immediate();
}

function pending(database: Database, migrations: readonly Migration[]): Migration[] {
  const version = z.int().parse(database.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest) {
    throw new AppError('CATALOG_UNUSABLE', {
      path: database.name,
      detail: `written by a newer Lifeboat (schema ${version}, this one knows ${newest})`,
    });
  }
  return migrations.filter((migration) => migration.version > version);
}
