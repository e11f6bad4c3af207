import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { AppError, detailOf } from '../errors.ts';

/** Settings of this installation, each a JSON value under a key. */
export class Settings {
  readonly #file: string;
  readonly #get: Statement<[string]>;
  readonly #set: Statement<[string, string]>;

  constructor(database: Database) {
    this.#file = database.name;
    this.#get = database.prepare<[string]>('SELECT value FROM settings WHERE key = ?').pluck();
    this.#set = database.prepare<[string, string]>(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  /** Null when it was never set. */
  get<T>(key: string, schema: z.ZodType<T>): T | null {
    const value = this.#get.get(key);
    if (value === undefined) return null;
    try {
      return schema.parse(JSON.parse(z.string().parse(value)));
    } catch (error) {
      const detail = `settings row ${key}: ${error instanceof z.ZodError ? z.prettifyError(error) : detailOf(error)}`;
      throw new AppError('CATALOG_UNUSABLE', { path: this.#file, detail }, { cause: error });
    }
  }

  set(key: string, value: unknown): void {
    this.#set.run(key, JSON.stringify(value));
  }
}
