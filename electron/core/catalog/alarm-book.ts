import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { faultKinds } from '../../../shared/model/fault.ts';
import type { BookEntry } from '../alarms/alarm-rule.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

const shape: TableShape<BookEntry> = {
  table: 'alarm_book',
  key: 'key',
  schema: z.strictObject({
    key: z.string(),
    fault: z.strictObject({
      key: z.string(),
      kind: z.enum(faultKinds),
      state: z.enum(['attention', 'alarm']),
      stackId: z.string().nullable(),
      stack: z.string().nullable(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      reason: errorReportSchema.nullable(),
      since: z.string(),
    }),
    present: z.boolean(),
    told: z.boolean(),
    tellAfter: z.string(),
  }),
  fields: { key: 'plain', fault: 'json', present: 'boolean', told: 'boolean', tellAfter: 'plain' },
};

/** The faults that were seen, and what was told of them. */
export class AlarmBook {
  readonly #rows: RowMapper<BookEntry>;
  readonly #insert: Statement;
  readonly #all: Statement<[]>;
  readonly #clear: Statement<[]>;

  constructor(database: Database) {
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#all = database.prepare<[]>('SELECT * FROM alarm_book ORDER BY rowid');
    this.#clear = database.prepare<[]>('DELETE FROM alarm_book');
  }

  list(): BookEntry[] {
    return this.#all.all().map((row) => this.#rows.decode(row));
  }

  /** Puts `entries` in the place of all. The caller's transaction makes it one step (`Catalog.together`). */
  replace(entries: readonly BookEntry[]): void {
    this.#clear.run();
    for (const entry of entries) this.#insert.run(this.#rows.encode(entry));
  }
}
