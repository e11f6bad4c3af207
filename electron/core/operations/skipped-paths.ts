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

/** Absolute paths as globs relative to a root, for who knows globs alone; paths outside of it have none. */
export function pathGlobs(root: string, paths: readonly string[]): string[] {
  const below = root.endsWith('/') ? root : `${root}/`;
  return paths
    .filter((path) => path.startsWith(below))
    .map((path) => path.slice(below.length).replaceAll(/[\\!$()*+?@[\]{}|]/gu, '\\$&'));
}
