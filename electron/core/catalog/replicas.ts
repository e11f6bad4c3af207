import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { ErrorReport } from '../../../shared/errors.ts';
import { type Replica, ReplicaPlace, ReplicaSettings } from '../../../shared/model/replica.ts';
import { AppError } from '../errors.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** A target and what the last looks at it have found. */
export interface StoredReplica extends Replica {
  /** Null before the first look. */
  readonly freeBytes: number | null;
  /** Null when the last look was well, or none has been. */
  readonly fault: ErrorReport | null;
  /** When the first of the looks failed that have failed since the last good one. */
  readonly faultSince: string | null;
}

const settings = ReplicaSettings.shape;

const shape: TableShape<StoredReplica> = {
  table: 'replicas',
  key: 'id',
  schema: z.strictObject({
    id: z.string(),
    stackId: z.string(),
    name: settings.name,
    place: ReplicaPlace,
    targetId: z.string(),
    required: settings.required,
    limit: settings.limit,
    retention: settings.retention,
    createdAt: z.string(),
    freeBytes: z.number().nullable(),
    fault: errorReportSchema.nullable(),
    faultSince: z.string().nullable(),
  }),
  fields: {
    id: 'plain',
    stackId: 'plain',
    name: 'plain',
    place: 'json',
    targetId: 'plain',
    required: 'boolean',
    limit: 'plain',
    retention: 'json',
    createdAt: 'plain',
    freeBytes: 'plain',
    fault: 'json',
    faultSince: 'plain',
  },
};

/** The targets that copies of packs go to. */
export class Replicas {
  readonly #database: Database;
  readonly #rows: RowMapper<StoredReplica>;
  readonly #insert: Statement;
  readonly #get: Statement<[string]>;
  readonly #all: Statement<[]>;
  readonly #ofStack: Statement<[string]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#get = database.prepare<[string]>('SELECT * FROM replicas WHERE id = ?');
    this.#all = database.prepare<[]>('SELECT * FROM replicas ORDER BY created_at, rowid');
    this.#ofStack = database.prepare<[string]>('SELECT * FROM replicas WHERE stack_id = ? ORDER BY created_at, rowid');
    this.#remove = database.prepare<[string]>('DELETE FROM replicas WHERE id = ?');
  }

  /** REPLICA_EXISTS when the stack has another one of this name. */
  insert(replica: StoredReplica): void {
    const add = this.#database.transaction(() => {
      this.#assertFree(replica);
      this.#insert.run(this.#rows.encode(replica));
    });
    add.immediate();
  }

  /** Its place stays. Returns the target as it is then. REPLICA_NOT_FOUND, REPLICA_EXISTS. */
  update(id: string, patch: Partial<Omit<StoredReplica, 'id' | 'stackId' | 'place' | 'targetId'>>): StoredReplica {
    const sql = `UPDATE replicas SET ${this.#rows.assignments(patch)} WHERE id = @id RETURNING *`;
    const change = this.#database.transaction(() => {
      const before = this.get(id);
      if (before === null) throw new AppError('REPLICA_NOT_FOUND', { replica: id });
      this.#assertFree({ ...before, ...patch });
      return this.#rows.decode(this.#database.prepare(sql).get({ ...this.#rows.encode(patch), id }));
    });
    return change.immediate();
  }

  get(id: string): StoredReplica | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** Oldest first; of all stacks when none is given. */
  list(stackId?: string): StoredReplica[] {
    const rows = stackId === undefined ? this.#all.all() : this.#ofStack.all(stackId);
    return rows.map((row) => this.#rows.decode(row));
  }

  /** With what is known of its copies. REPLICA_NOT_FOUND. */
  remove(id: string): void {
    if (this.#remove.run(id).changes === 0) throw new AppError('REPLICA_NOT_FOUND', { replica: id });
  }

  #assertFree({ stackId, name, id }: Pick<StoredReplica, 'stackId' | 'name' | 'id'>): void {
    if (this.list(stackId).some((other) => other.name === name && other.id !== id))
      throw new AppError('REPLICA_EXISTS', { replica: name });
  }
}
