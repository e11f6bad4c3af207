import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { SourceKind } from '../../../shared/model/stack.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** What is needed to find a swap site again. */
export interface SwapSiteRef {
  readonly sourceId: string;
  readonly kind: SourceKind;
  /** A Docker volume name or an absolute host path. */
  readonly location: string;
  /** The top-level names that were exchanged; null when everything was. */
  readonly names: readonly string[] | null;
  readonly exclude: readonly string[];
}

/** The old data that a rollback keeps until it is released. */
export interface KeptSite {
  readonly jobId: string;
  readonly stackId: string;
  readonly backupId: string;
  readonly sites: readonly SwapSiteRef[];
  readonly at: string;
}

const shape: TableShape<KeptSite> = {
  table: 'kept',
  key: 'jobId',
  schema: z.strictObject({
    jobId: z.string(),
    stackId: z.string(),
    backupId: z.string(),
    sites: z.array(
      z.strictObject({
        sourceId: z.string(),
        kind: z.enum(['volume', 'bind', 'folder', 'sqlite', 'image', 'config']),
        location: z.string(),
        names: z.array(z.string()).nullable(),
        exclude: z.array(z.string()),
      }),
    ),
    at: z.string(),
  }),
  fields: { jobId: 'plain', stackId: 'plain', backupId: 'plain', sites: 'json', at: 'plain' },
};

/** Which rollbacks still keep old data. A stack with such a row cannot be removed. */
export class Kept {
  readonly #rows: RowMapper<KeptSite>;
  readonly #insert: Statement;
  readonly #list: Statement<[]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#list = database.prepare<[]>('SELECT * FROM kept ORDER BY at DESC, rowid DESC');
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
  remove(jobId: string): void {
    this.#remove.run(jobId);
  }
}
