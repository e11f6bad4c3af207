import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { serialize } from 'node:v8';
import type { StackDefinition } from '../../../shared/model/stack.ts';

export type FolderDefinition = Extract<StackDefinition, { kind: 'folder' }>;

/** Fingerprint of a small folder stack: what the story compares before and after. */
export interface SampleDigest {
  /** SHA-256 of every file's content by absolute path; databases are not among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** SHA-256 over all rows of every SQLite file, by absolute path. */
  readonly databases: Readonly<Record<string, string>>;
  readonly rows: number;
}

/** Reads everything. Databases are compared by their rows: an online backup may lay out the file anew. */
export async function digestSample(definition: FolderDefinition): Promise<SampleDigest> {
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const path of await filesOf(definition)) {
    const content = await readFile(path);
    files[path] = createHash('sha256').update(content).digest('hex');
    bytes += content.length;
  }
  const databases: Record<string, string> = {};
  let rows = 0;
  for (const path of definition.sqlite) {
    const found = digestRows(path);
    databases[path] = found.sha256;
    rows += found.rows;
  }
  return { files, bytes, databases, rows };
}

/** Paths whose content differs, is gone, or is new; sorted. */
export function differences(before: SampleDigest, after: SampleDigest): string[] {
  const was: Readonly<Record<string, string>> = { ...before.files, ...before.databases };
  const is: Readonly<Record<string, string>> = { ...after.files, ...after.databases };
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((path) => was[path] !== is[path]).toSorted();
}

/** Files below the stack's directories, sorted, without its databases, what SQLite keeps beside them, and what a rollback keeps. */
export async function filesOf(definition: FolderDefinition): Promise<string[]> {
  const databases = new Set(
    definition.sqlite.flatMap((path) => [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]),
  );
  const found: string[] = [];
  for (const directory of definition.directories) {
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const keptByRollback = path.slice(directory.length).includes(`${sep}.lifeboat-`);
      if (entry.isFile() && !databases.has(path) && !keptByRollback) found.push(path);
    }
  }
  return [...new Set(found)].toSorted();
}

/** Names of a database's own tables, quoted for SQL. */
export function tablesOf(database: DatabaseSync): string[] {
  const rows = database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .all();
  return rows.map((row) => `"${String(row['name']).replaceAll('"', '""')}"`);
}

function digestRows(path: string): { readonly sha256: string; readonly rows: number } {
  using database = new DatabaseSync(path, { readOnly: true });
  const hash = createHash('sha256');
  let count = 0;
  for (const table of tablesOf(database)) {
    const statement = database.prepare(`SELECT * FROM ${table}`);
    statement.setReadBigInts(true);
    const rows = statement.all().map((row) => serialize(Object.entries(row)).toString('hex'));
    count += rows.length;
    hash.update(`${table}\n${rows.toSorted().join('\n')}\n`);
  }
  return { sha256: hash.digest('hex'), rows: count };
}
