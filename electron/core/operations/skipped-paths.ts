import type { Stack } from '../../../shared/model/stack.ts';
import { sqliteFamily } from '../folders/sqlite-family.ts';

/**
 * Absolute paths that no folder of this stack copies or replaces: its storage (a backup must not hold the
 * backups, and a rollback must not move them) and the SQLite files that are sources of their own.
 */
export function skippedPaths(stack: Stack): string[] {
  const databases = stack.definition.kind === 'folder' ? stack.definition.sqlite : [];
  return [stack.storage, ...databases.flatMap(sqliteFamily)];
}
