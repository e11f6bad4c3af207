import { z } from 'zod';
import { AppError, detailOf } from '../errors.ts';

/** How a field lies in its column: as it is (text, integer, null), as 0/1, or as JSON text (null stays NULL). */
type Storage = 'plain' | 'boolean' | 'json';

/** A record type and the table that holds it. A column is its field's name in snake case. */
export interface TableShape<T extends object> {
  readonly table: string;
  /** The field that names a row in messages. */
  readonly key: keyof T & string;
  readonly schema: z.ZodType<T>;
  readonly fields: { readonly [Field in keyof T & string]-?: Storage };
}

const rowSchema = z.record(z.string(), z.unknown());

/** Translates between records and rows of one table; knows nothing of any connection. */
export class RowMapper<T extends object> {
  readonly insertSql: string;
  readonly #shape: TableShape<T>;
  readonly #file: string;
  readonly #fields: readonly (readonly [field: string, column: string, storage: Storage])[];

  /** `file`: the catalog's path, for messages. */
  constructor(shape: TableShape<T>, file: string, extraColumns: readonly string[] = []) {
    this.#shape = shape;
    this.#file = file;
    this.#fields = Object.entries<Storage>(shape.fields).map(([field, storage]) => [field, snakeCase(field), storage]);
    const columns = [...this.#fields.map(([, column]) => column), ...extraColumns];
    // Quoted: `limit` is a word of SQL, too.
    const quoted = columns.map((column) => `"${column}"`);
    this.insertSql = `INSERT INTO ${shape.table} (${quoted.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`;
  }

  /** Values by column name, for named parameters; only of the fields that `record` has. */
  encode(record: Partial<T>): Record<string, unknown> {
    const given = new Map<string, unknown>(Object.entries(record));
    const present = this.#fields.filter(([field]) => given.has(field));
    return Object.fromEntries(
      present.map(([field, column, storage]) => [column, encodeValue(given.get(field), storage)]),
    );
  }

  /** `"a" = @a, "b" = @b` for the fields that `patch` has. */
  assignments(patch: Partial<T>): string {
    return Object.keys(this.encode(patch))
      .map((column) => `"${column}" = @${column}`)
      .join(', ');
  }

  decode(row: unknown): T {
    const values = rowSchema.parse(row);
    try {
      const entries = this.#fields.map(([field, column, storage]) => [field, decodeValue(values[column], storage)]);
      return this.#shape.schema.parse(Object.fromEntries(entries));
    } catch (error) {
      const name = `${this.#shape.table} row ${String(values[snakeCase(this.#shape.key)])}`;
      const detail = `${name}: ${error instanceof z.ZodError ? z.prettifyError(error) : detailOf(error)}`;
      throw new AppError('CATALOG_UNUSABLE', { path: this.#file, detail }, { cause: error });
    }
  }

  /** Like `decode`, for a row that may not be there. */
  decodeOne(row: unknown): T | null {
    return row === undefined ? null : this.decode(row);
  }
}

function encodeValue(value: unknown, storage: Storage): unknown {
  if (value === null) return null;
  if (storage === 'json') return JSON.stringify(value);
  return storage === 'boolean' ? Number(value) : value;
}

function decodeValue(value: unknown, storage: Storage): unknown {
  if (storage === 'plain' || value === null) return value;
  return storage === 'json' ? JSON.parse(z.string().parse(value)) : value === 1;
}

function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
