import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type Job, jobKinds, phases } from '../../../shared/model/job.ts';
import { AppError } from '../errors.ts';
import { assertTransition, isOpen } from '../jobs/job-state.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** The process that runs a job. `startTime` and `bootId` tell it from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
  readonly bootId: string;
}

/** What may change in a job after it was made. */
export type JobPatch = Partial<
  Pick<Job, 'backupId' | 'status' | 'progress' | 'outputPath' | 'startedAt' | 'endedAt' | 'error' | 'warning'>
>;

const schema: z.ZodType<Job> = z.strictObject({
  id: z.string(),
  kind: z.enum(jobKinds),
  stackId: z.string().nullable(),
  stack: z.string().nullable(),
  backupId: z.string().nullable(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  trigger: z.string(),
  progress: z.strictObject({
    phase: z.enum(phases),
    item: z.string().nullable(),
    doneBytes: z.number().nonnegative(),
    totalBytes: z.number().nonnegative(),
    speed: z.number().nonnegative(),
    etaMs: z.number().nonnegative().nullable(),
  }),
  cancelRequested: z.boolean(),
  outputPath: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  error: errorReportSchema.nullable(),
  warning: errorReportSchema.nullable(),
  revision: z.int(),
});

const shape: TableShape<Job> = {
  table: 'jobs',
  key: 'id',
  schema,
  fields: {
    id: 'plain',
    kind: 'plain',
    stackId: 'plain',
    stack: 'plain',
    backupId: 'plain',
    status: 'plain',
    trigger: 'plain',
    progress: 'json',
    cancelRequested: 'boolean',
    outputPath: 'plain',
    createdAt: 'plain',
    startedAt: 'plain',
    endedAt: 'plain',
    error: 'json',
    warning: 'json',
    revision: 'plain',
  },
};

const ownerSchema = z.object({
  owner_pid: z.int(),
  owner_start_time: z.string(),
  owner_boot_id: z.string(),
  heartbeat_ms: z.int(),
});

/** The jobs, and with them the leases: an open job holds its stack. */
export class Jobs {
  readonly #database: Database;
  readonly #rows: RowMapper<Job>;
  readonly #insert: Statement;
  readonly #get: Statement<[string]>;
  readonly #list: Statement<[number]>;
  readonly #open: Statement<[]>;
  readonly #openOfStack: Statement<[string | null]>;
  readonly #requestCancel: Statement<[string]>;
  readonly #heartbeat: Statement<[number, string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name, Object.keys(ownerSchema.shape));
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#get = database.prepare<[string]>('SELECT * FROM jobs WHERE id = ?');
    this.#list = database.prepare<[number]>('SELECT * FROM jobs ORDER BY created_at DESC, rowid DESC LIMIT ?');
    this.#open = database.prepare<[]>(
      "SELECT * FROM jobs WHERE status IN ('queued', 'running') ORDER BY created_at, rowid",
    );
    this.#openOfStack = database.prepare<[string | null]>(
      "SELECT * FROM jobs WHERE stack_id = ? AND status IN ('queued', 'running')",
    );
    this.#requestCancel = database.prepare<[string]>(
      'UPDATE jobs SET cancel_requested = 1, revision = revision + 1 WHERE id = ? RETURNING *',
    );
    this.#heartbeat = database.prepare<[number, string]>('UPDATE jobs SET heartbeat_ms = ? WHERE id = ?');
  }

  /**
   * Takes the stack's lease by storing an open job. STACK_BUSY, naming the holder, when another job of
   * this stack is open in any process, dead ones included: what those left is for recovery to put right.
   */
  insert(job: Job, owner: ProcessIdentity, heartbeatMs: number): void {
    const take = this.#database.transaction(() => {
      const holder = this.#rows.decodeOne(this.#openOfStack.get(job.stackId));
      if (holder !== null) {
        const { id, kind, createdAt } = holder;
        throw new AppError('STACK_BUSY', { stack: job.stack ?? id, job: id, kind, since: createdAt });
      }
      this.#insert.run({
        ...this.#rows.encode(job),
        owner_pid: owner.pid,
        owner_start_time: owner.startTime,
        owner_boot_id: owner.bootId,
        heartbeat_ms: heartbeatMs,
      });
    });
    take.immediate();
  }

  /** Returns the job as it is then, its revision one higher. JOB_NOT_FOUND; JOB_NOT_OPEN when it has ended. */
  update(id: string, patch: JobPatch): Job {
    const change = this.#database.transaction(() => {
      const before = this.#openJob(id);
      if (patch.status !== undefined) assertTransition(before.status, patch.status);
      const sql = `UPDATE jobs SET ${this.#rows.assignments(patch)}, revision = revision + 1 WHERE id = @id RETURNING *`;
      return this.#rows.decode(this.#database.prepare(sql).get({ ...this.#rows.encode(patch), id }));
    });
    return change.immediate();
  }

  get(id: string): Job | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** Newest first. */
  list(limit: number): Job[] {
    return this.#list.all(limit).map((row) => this.#rows.decode(row));
  }

  /** Jobs that have not ended, of all processes, living or dead; oldest first. */
  open(): Job[] {
    return this.#open.all().map((row) => this.#rows.decode(row));
  }

  /** Whether this catalog knows the job, and knows that it has ended. */
  hasEnded(id: string): boolean {
    const job = this.get(id);
    return job !== null && !isOpen(job.status);
  }

  /** Stores the wish; the owner sees it within a quarter of a second. May run twice. JOB_NOT_FOUND, JOB_NOT_OPEN. */
  requestCancel(id: string): Job {
    const request = this.#database.transaction(() => {
      const job = this.#openJob(id);
      return job.cancelRequested ? job : this.#rows.decode(this.#requestCancel.get(id));
    });
    return request.immediate();
  }

  /** JOB_NOT_FOUND. */
  cancelRequested(id: string): boolean {
    return this.#existing(id).cancelRequested;
  }

  /** For eyes only: whether an owner lives is decided by its identity, never by its heartbeat. */
  heartbeat(id: string, ms: number): void {
    this.#heartbeat.run(ms, id);
  }

  /** JOB_NOT_FOUND. */
  owner(id: string): { readonly process: ProcessIdentity; readonly heartbeatMs: number } {
    const row = this.#get.get(id);
    if (row === undefined) throw new AppError('JOB_NOT_FOUND', { job: id });
    const owner = ownerSchema.parse(row);
    return {
      process: { pid: owner.owner_pid, startTime: owner.owner_start_time, bootId: owner.owner_boot_id },
      heartbeatMs: owner.heartbeat_ms,
    };
  }

  #existing(id: string): Job {
    const job = this.get(id);
    if (job === null) throw new AppError('JOB_NOT_FOUND', { job: id });
    return job;
  }

  #openJob(id: string): Job {
    const job = this.#existing(id);
    if (!isOpen(job.status)) throw new AppError('JOB_NOT_OPEN', { job: id, status: job.status });
    return job;
  }
}
