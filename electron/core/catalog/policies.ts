import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { backupModes, packFormats } from '../../../shared/model/backup.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import { AppError } from '../errors.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** A policy and the moment up to which every planned time of it has its row. */
export interface StoredPolicy extends Policy {
  readonly consideredUntil: string;
}

const shape: TableShape<StoredPolicy> = {
  table: 'policies',
  key: 'id',
  schema: z.strictObject({
    id: z.string(),
    stackId: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    cron: z.string(),
    timeZone: z.string().nullable(),
    mode: z.enum(backupModes),
    images: z.boolean(),
    only: z.array(z.string()).nullable(),
    format: z.enum(packFormats).nullable(),
    level: z.int().nullable(),
    replicate: z.boolean(),
    retention: z.strictObject({ days: z.number().nullable(), count: z.int().nullable() }),
    catchUpHours: z.number(),
    maxAgeHours: z.number().nullable(),
    verifyDays: z.number().nullable(),
    origin: z.enum(['operator', 'environment']),
    createdAt: z.string(),
    consideredUntil: z.string(),
  }),
  fields: {
    id: 'plain',
    stackId: 'plain',
    name: 'plain',
    enabled: 'boolean',
    cron: 'plain',
    timeZone: 'plain',
    mode: 'plain',
    images: 'boolean',
    only: 'json',
    format: 'plain',
    level: 'plain',
    replicate: 'boolean',
    retention: 'json',
    catchUpHours: 'plain',
    maxAgeHours: 'plain',
    verifyDays: 'plain',
    origin: 'plain',
    createdAt: 'plain',
    consideredUntil: 'plain',
  },
};

/** What is backed up when. */
export class Policies {
  readonly #database: Database;
  readonly #rows: RowMapper<StoredPolicy>;
  readonly #insert: Statement;
  readonly #get: Statement<[string]>;
  readonly #all: Statement<[]>;
  readonly #ofStack: Statement<[string]>;
  readonly #named: Statement<[string, string, string]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#get = database.prepare<[string]>('SELECT * FROM policies WHERE id = ?');
    this.#all = database.prepare<[]>('SELECT * FROM policies ORDER BY created_at, rowid');
    this.#ofStack = database.prepare<[string]>('SELECT * FROM policies WHERE stack_id = ? ORDER BY created_at, rowid');
    this.#named = database.prepare<[string, string, string]>(
      'SELECT 1 FROM policies WHERE stack_id = ? AND name = ? AND id <> ?',
    );
    this.#remove = database.prepare<[string]>('DELETE FROM policies WHERE id = ?');
  }

  /** POLICY_EXISTS when the stack has another one of this name. */
  insert(policy: StoredPolicy): void {
    const add = this.#database.transaction(() => {
      this.#assertFree(policy);
      this.#insert.run(this.#rows.encode(policy));
    });
    add.immediate();
  }

  /** Returns the policy as it is then. POLICY_NOT_FOUND, POLICY_EXISTS. */
  update(id: string, patch: Partial<Omit<StoredPolicy, 'id' | 'stackId'>>): StoredPolicy {
    const sql = `UPDATE policies SET ${this.#rows.assignments(patch)} WHERE id = @id RETURNING *`;
    const change = this.#database.transaction(() => {
      const before = this.get(id);
      if (before === null) throw new AppError('POLICY_NOT_FOUND', { policy: id });
      this.#assertFree({ ...before, ...patch });
      return this.#rows.decode(this.#database.prepare(sql).get({ ...this.#rows.encode(patch), id }));
    });
    return change.immediate();
  }

  get(id: string): StoredPolicy | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** Oldest first; of all stacks when none is given. */
  list(stackId?: string): StoredPolicy[] {
    const rows = stackId === undefined ? this.#all.all() : this.#ofStack.all(stackId);
    return rows.map((row) => this.#rows.decode(row));
  }

  /** Its runs stay. POLICY_NOT_FOUND. */
  remove(id: string): void {
    if (this.#remove.run(id).changes === 0) throw new AppError('POLICY_NOT_FOUND', { policy: id });
  }

  #assertFree({ stackId, name, id }: Pick<StoredPolicy, 'stackId' | 'name' | 'id'>): void {
    if (this.#named.get(stackId, name, id) !== undefined) throw new AppError('POLICY_EXISTS', { policy: name });
  }
}
