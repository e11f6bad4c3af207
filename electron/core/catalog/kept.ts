import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** What is needed to find a swap site again, after a crash too. */
export interface SwapSiteRef {
  readonly sourceId: string;
  /** Who moves the data: this process by renames, or the engine through helper containers. */
  readonly access: 'local' | 'engine';
  /** A Docker volume, a folder of the machine, or a database of a server. */
  readonly kind: 'volume' | 'folder' | 'database';
  /** Volume name or absolute path of the root in which entries are exchanged; a database's `Source.location`. */
  readonly root: string;
  /** The top-level names that take part; null when everything does. */
  readonly names: readonly string[] | null;
  readonly exclude: readonly string[];
  /** Absolute paths that stay as they are. */
  readonly skip: readonly string[];
  /** Path of the part in the pack, for errors. */
  readonly part: string;
  /** Bytes of content that the pack states. */
  readonly maxBytes: number;
}

/**
 * How far a rollback's exchange is, for whoever finds it after a crash.
 * `preparing`: data may be half exchanged; it has to be put back. `kept`: new data is live, the old kept.
 * `undoing`: half put back, on its way to `undone`. `undone`: old data is live again, what was live before the undo is kept. `releasing`: to be deleted.
 */
export type KeptState = 'preparing' | 'kept' | 'undoing' | 'undone' | 'releasing';

/** The data that a rollback keeps beside the live one until it is released. */
export interface KeptSite {
  readonly jobId: string;
  readonly stackId: string;
  readonly backupId: string;
  readonly state: KeptState;
  readonly sites: readonly SwapSiteRef[];
  /** What image names stood for before the rollback loaded images. */
  readonly images: readonly { readonly reference: string; readonly id: string }[];
  readonly at: string;
}

const shape: TableShape<KeptSite> = {
  table: 'kept',
  key: 'jobId',
  schema: z.strictObject({
    jobId: z.string(),
    stackId: z.string(),
    backupId: z.string(),
    state: z.enum(['preparing', 'kept', 'undoing', 'undone', 'releasing']),
    sites: z.array(
      z.strictObject({
        sourceId: z.string(),
        access: z.enum(['local', 'engine']),
        kind: z.enum(['volume', 'folder', 'database']),
        root: z.string(),
        names: z.array(z.string()).nullable(),
        exclude: z.array(z.string()),
        skip: z.array(z.string()),
        part: z.string(),
        maxBytes: z.int().nonnegative(),
      }),
    ),
    images: z.array(z.strictObject({ reference: z.string(), id: z.string() })),
    at: z.string(),
  }),
  fields: {
    jobId: 'plain',
    stackId: 'plain',
    backupId: 'plain',
    state: 'plain',
    sites: 'json',
    images: 'json',
    at: 'plain',
  },
};

/** Which rollbacks still keep old data. A stack with such a row cannot be removed. */
export class Kept {
  readonly #rows: RowMapper<KeptSite>;
  readonly #insert: Statement;
  readonly #list: Statement<[]>;
  readonly #setState: Statement<[string, string]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#list = database.prepare<[]>('SELECT * FROM kept ORDER BY at DESC, rowid DESC');
    this.#setState = database.prepare<[string, string]>('UPDATE kept SET state = ? WHERE job_id = ?');
    this.#remove = database.prepare<[string]>('DELETE FROM kept WHERE job_id = ?');
  }

  insert(site: KeptSite): void {
    this.#insert.run(this.#rows.encode(site));
  }

  /** Newest first. */
  list(): KeptSite[] {
    return this.#list.all().map((row) => this.#rows.decode(row));
  }

  /** May run twice. */
  setState(jobId: string, state: KeptState): void {
    this.#setState.run(state, jobId);
  }

  /** May run twice. */
  remove(jobId: string): void {
    this.#remove.run(jobId);
  }
}
