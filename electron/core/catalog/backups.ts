import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type Backup, backupModes, backupTypes, packFormats } from '../../../shared/model/backup.ts';
import { sourceKinds } from '../../../shared/model/stack.ts';
import { AppError } from '../errors.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

const bytes = z.int().nonnegative();

const sourceSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(sourceKinds),
  name: z.string(),
  part: z.string(),
  rawBytes: bytes,
  storedBytes: bytes,
  entries: z.int().nonnegative(),
  omitted: z.array(z.strictObject({ path: z.string(), reason: z.enum(['socket', 'device', 'vanished', 'changed']) })),
});

const schema: z.ZodType<Backup> = z.strictObject({
  id: z.string(),
  stackId: z.string(),
  stack: z.string(),
  name: z.string(),
  type: z.enum(backupTypes),
  appVersion: z.string().nullable(),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  verified: z.boolean(),
  verifiedAt: z.string().nullable(),
  mode: z.enum(backupModes),
  format: z.enum(packFormats),
  level: z.int(),
  trigger: z.string(),
  note: z.string().nullable(),
  jobId: z.string(),
  policyId: z.string().nullable(),
  pinned: z.boolean(),
  packId: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  durationMs: z.int().nullable(),
  stopWindowMs: z.int().nullable(),
  rawBytes: bytes,
  storedBytes: bytes,
  path: z.string().nullable(),
  checksum: z.string().nullable(),
  sources: z.array(sourceSchema),
  error: errorReportSchema.nullable(),
});

const shape: TableShape<Backup> = {
  table: 'backups',
  key: 'id',
  schema,
  fields: {
    id: 'plain',
    stackId: 'plain',
    stack: 'plain',
    name: 'plain',
    type: 'plain',
    appVersion: 'plain',
    status: 'plain',
    verified: 'boolean',
    verifiedAt: 'plain',
    mode: 'plain',
    format: 'plain',
    level: 'plain',
    trigger: 'plain',
    note: 'plain',
    jobId: 'plain',
    policyId: 'plain',
    pinned: 'boolean',
    packId: 'plain',
    createdAt: 'plain',
    startedAt: 'plain',
    endedAt: 'plain',
    durationMs: 'plain',
    stopWindowMs: 'plain',
    rawBytes: 'plain',
    storedBytes: 'plain',
    path: 'plain',
    checksum: 'plain',
    sources: 'json',
    error: 'json',
  },
};

/** As much of a backup as tells whether it is to be read again. */
export type VerifiedBackup = Pick<Backup, 'id' | 'policyId' | 'status' | 'verified' | 'verifiedAt' | 'path'>;

const verifiedShape: TableShape<VerifiedBackup> = {
  table: 'backups',
  key: 'id',
  schema: z.strictObject({
    id: z.string(),
    policyId: z.string().nullable(),
    status: z.literal('succeeded'),
    verified: z.literal(true),
    verifiedAt: z.string().nullable(),
    path: z.string().nullable(),
  }),
  fields: {
    id: 'plain',
    policyId: 'plain',
    status: 'plain',
    verified: 'boolean',
    verifiedAt: 'plain',
    path: 'plain',
  },
};

/** The records of backups: good, failed, cancelled and running ones. */
export class Backups {
  readonly #database: Database;
  readonly #rows: RowMapper<Backup>;
  readonly #verifiedRows: RowMapper<VerifiedBackup>;
  readonly #insert: Statement;
  readonly #get: Statement<[string]>;
  readonly #all: Statement<[]>;
  readonly #ofStack: Statement<[string]>;
  readonly #verified: Statement<[]>;
  readonly #failedVerification: Statement<[]>;
  readonly #count: Statement<[string]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#verifiedRows = new RowMapper(verifiedShape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#get = database.prepare<[string]>('SELECT * FROM backups WHERE id = ?');
    this.#all = database.prepare<[]>('SELECT * FROM backups ORDER BY created_at DESC, rowid DESC');
    this.#ofStack = database.prepare<[string]>(
      'SELECT * FROM backups WHERE stack_id = ? ORDER BY created_at DESC, rowid DESC',
    );
    this.#verified = database.prepare<[]>(
      "SELECT id, policy_id, status, verified, verified_at, path FROM backups WHERE status = 'succeeded' AND verified = 1 ORDER BY created_at DESC, rowid DESC",
    );
    this.#failedVerification = database.prepare<[]>(
      "SELECT * FROM backups WHERE status = 'succeeded' AND verified = 0 AND error IS NOT NULL ORDER BY created_at, rowid",
    );
    this.#count = database.prepare<[string]>('SELECT count(*) FROM backups WHERE stack_id = ?').pluck();
    this.#remove = database.prepare<[string]>('DELETE FROM backups WHERE id = ?');
  }

  insert(backup: Backup): void {
    this.#insert.run(this.#rows.encode(backup));
  }

  /** Returns the record as it is then. BACKUP_NOT_FOUND. */
  update(id: string, patch: Partial<Omit<Backup, 'id'>>): Backup {
    const sql = `UPDATE backups SET ${this.#rows.assignments(patch)} WHERE id = @id RETURNING *`;
    // In a transaction: by itself, `get` returns the row and says nothing of a commit that failed.
    const change = this.#database.transaction(() => {
      const updated = this.#rows.decodeOne(this.#database.prepare(sql).get({ ...this.#rows.encode(patch), id }));
      if (updated === null) throw notFound(id);
      return updated;
    });
    return change.immediate();
  }

  get(id: string): Backup | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** Newest first; of all stacks when none is given. */
  list(stackId?: string): Backup[] {
    const rows = stackId === undefined ? this.#all.all() : this.#ofStack.all(stackId);
    return rows.map((row) => this.#rows.decode(row));
  }

  /** A stack's, newest first, read only as far as the caller goes: there may be thousands. Nothing can be written meanwhile. */
  *newest(stackId: string): Generator<Backup, void, undefined> {
    for (const row of this.#ofStack.iterate(stackId)) yield this.#rows.decode(row);
  }

  /** Those that were good when they were last read, newest first: all stacks' at once, there may be ten thousand. */
  verified(): VerifiedBackup[] {
    return this.#verified.all().map((row) => this.#verifiedRows.decode(row));
  }

  /** Whose pack was whole, was read again, and is not good. Oldest first. */
  failedVerification(): Backup[] {
    return this.#failedVerification.all().map((row) => this.#rows.decode(row));
  }

  count(stackId: string): number {
    return z.int().parse(this.#count.get(stackId));
  }

  /** Forgets the record; its pack is the caller's business. BACKUP_NOT_FOUND. */
  remove(id: string): void {
    if (this.#remove.run(id).changes === 0) throw notFound(id);
  }
}

function notFound(backup: string): AppError<'BACKUP_NOT_FOUND'> {
  return new AppError('BACKUP_NOT_FOUND', { backup });
}
