import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { copyStates, type ReplicaCopy } from '../../../shared/model/replica.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

const shape: TableShape<ReplicaCopy> = {
  table: 'replica_copies',
  key: 'backupId',
  schema: z.strictObject({
    replicaId: z.string(),
    stackId: z.string(),
    backupId: z.string(),
    backup: z.string(),
    state: z.enum(copyStates),
    tries: z.int(),
    nextTryAt: z.string().nullable(),
    verifiedAt: z.string().nullable(),
    bytes: z.number(),
    reason: errorReportSchema.nullable(),
  }),
  fields: {
    replicaId: 'plain',
    stackId: 'plain',
    backupId: 'plain',
    backup: 'plain',
    state: 'plain',
    tries: 'plain',
    nextTryAt: 'plain',
    verifiedAt: 'plain',
    bytes: 'plain',
    reason: 'json',
  },
};

/** What is known of the copies on targets: one row for a backup and a target, so nothing waits twice. */
export class ReplicaCopies {
  readonly #database: Database;
  readonly #rows: RowMapper<ReplicaCopy>;
  readonly #insert: Statement;
  readonly #target: Statement<[string]>;
  readonly #get: Statement<[string, string]>;
  readonly #ofReplica: Statement<[string]>;
  readonly #ofBackup: Statement<[string]>;
  readonly #open: Statement<[]>;
  readonly #forget: Statement<[string]>;
  readonly #forgetCopy: Statement<[string, string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql.replace('INSERT', 'INSERT OR REPLACE'));
    this.#target = database.prepare<[string]>('SELECT 1 FROM replicas WHERE id = ?');
    this.#get = database.prepare<[string, string]>(
      'SELECT * FROM replica_copies WHERE replica_id = ? AND backup_id = ?',
    );
    // The newest last inserted: a row is put anew whenever it changes its kind, and its backup's time is not in it.
    this.#ofReplica = database.prepare<[string]>(
      `SELECT c.* FROM replica_copies c LEFT JOIN backups b ON b.id = c.backup_id
       WHERE c.replica_id = ? ORDER BY b.created_at IS NULL, b.created_at DESC, c.verified_at DESC, c.rowid DESC`,
    );
    this.#ofBackup = database.prepare<[string]>('SELECT * FROM replica_copies WHERE backup_id = ? ORDER BY rowid');
    this.#open = database.prepare<[]>(
      "SELECT * FROM replica_copies WHERE state IN ('waiting', 'running') ORDER BY next_try_at, rowid",
    );
    this.#forget = database.prepare<[string]>("DELETE FROM replica_copies WHERE backup_id = ? AND state <> 'verified'");
    this.#forgetCopy = database.prepare<[string, string]>(
      'DELETE FROM replica_copies WHERE replica_id = ? AND backup = ?',
    );
  }

  /** Writes what is known of a copy, whatever was known before; nothing when its target has gone meanwhile. */
  put(copy: ReplicaCopy): void {
    const write = this.#database.transaction(() => {
      if (this.#target.get(copy.replicaId) !== undefined) this.#insert.run(this.#rows.encode(copy));
    });
    write.immediate();
  }

  /** Changes a row; nothing when it has gone meanwhile, with its target or its backup. */
  update(
    { replicaId, backupId }: Pick<ReplicaCopy, 'replicaId' | 'backupId'>,
    patch: Partial<Omit<ReplicaCopy, 'replicaId' | 'stackId' | 'backupId'>>,
  ): void {
    const sql = `UPDATE replica_copies SET ${this.#rows.assignments(patch)} WHERE replica_id = @replica_id AND backup_id = @backup_id`;
    this.#database.prepare(sql).run({ ...this.#rows.encode(patch), ...this.#rows.encode({ replicaId, backupId }) });
  }

  get(replicaId: string, backupId: string): ReplicaCopy | null {
    return this.#rows.decodeOne(this.#get.get(replicaId, backupId));
  }

  /** Newest backup first; those whose backup is forgotten come last. */
  ofReplica(replicaId: string): ReplicaCopy[] {
    return this.#ofReplica.all(replicaId).map((row) => this.#rows.decode(row));
  }

  ofBackup(backupId: string): ReplicaCopy[] {
    return this.#ofBackup.all(backupId).map((row) => this.#rows.decode(row));
  }

  /** What waits or is being copied, on all targets: what is due first comes first. */
  open(): ReplicaCopy[] {
    return this.#open.all().map((row) => this.#rows.decode(row));
  }

  /** Of a backup that is deleted: what is on targets stays known. */
  forgetBackup(backupId: string): void {
    this.#forget.run(backupId);
  }

  /** Of a pack, by its name, that is not on a target any more because it was not to be kept. */
  forgetCopy(replicaId: string, backup: string): void {
    this.#forgetCopy.run(replicaId, backup);
  }
}
