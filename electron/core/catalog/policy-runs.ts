import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type PolicyRun, policyRunStates } from '../../../shared/model/policy.ts';
import { AppError } from '../errors.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

const shape: TableShape<PolicyRun> = {
  table: 'policy_runs',
  key: 'id',
  schema: z.strictObject({
    id: z.string(),
    policyId: z.string(),
    stackId: z.string(),
    policy: z.string(),
    planned: z.string(),
    timeZone: z.string(),
    plannedAt: z.string(),
    state: z.enum(policyRunStates),
    reason: errorReportSchema.nullable(),
    jobId: z.string().nullable(),
    backupId: z.string().nullable(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  }),
  fields: {
    id: 'plain',
    policyId: 'plain',
    stackId: 'plain',
    policy: 'plain',
    planned: 'plain',
    timeZone: 'plain',
    plannedAt: 'plain',
    state: 'plain',
    reason: 'json',
    jobId: 'plain',
    backupId: 'plain',
    startedAt: 'plain',
    endedAt: 'plain',
  },
};

/** The planned times of policies and what became of each. A key that is there can never come again. */
export class PolicyRuns {
  readonly #database: Database;
  readonly #rows: RowMapper<PolicyRun>;
  readonly #insert: Statement;
  readonly #get: Statement<[string]>;
  readonly #ofStack: Statement<[string, number]>;
  readonly #since: Statement<[string, string, number]>;
  readonly #open: Statement<[]>;
  readonly #newestOf: Statement<[string]>;
  readonly #lastEnded: Statement<[string]>;
  readonly #succeededAfter: Statement<[string]>;
  readonly #unplan: Statement<[string, string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(`${this.#rows.insertSql} ON CONFLICT (policy_id, planned) DO NOTHING`);
    this.#get = database.prepare<[string]>('SELECT * FROM policy_runs WHERE id = ?');
    this.#ofStack = database.prepare<[string, number]>(
      'SELECT * FROM policy_runs WHERE stack_id = ? ORDER BY planned_at DESC, rowid DESC LIMIT ?',
    );
    this.#since = database.prepare<[string, string, number]>(
      'SELECT * FROM policy_runs WHERE stack_id = ? AND planned_at >= ? ORDER BY planned_at DESC, rowid DESC LIMIT ?',
    );
    this.#open = database.prepare<[]>(
      "SELECT * FROM policy_runs WHERE state IN ('waiting', 'running') ORDER BY planned_at, rowid",
    );
    this.#newestOf = database.prepare<[string]>(
      'SELECT * FROM policy_runs WHERE policy_id = ? ORDER BY planned_at DESC, rowid DESC LIMIT 1',
    );
    this.#lastEnded = database.prepare<[string]>(
      "SELECT * FROM policy_runs WHERE policy_id = ? AND state NOT IN ('waiting', 'running') ORDER BY planned_at DESC, rowid DESC LIMIT 1",
    );
    this.#succeededAfter = database.prepare<[string]>(
      "SELECT * FROM policy_runs WHERE state = 'succeeded' AND ended_at > ? ORDER BY ended_at, rowid",
    );
    this.#unplan = database.prepare<[string, string]>(
      "DELETE FROM policy_runs WHERE policy_id = ? AND planned_at > ? AND state IN ('waiting', 'missed')",
    );
  }

  /** False when this planned time of the policy has its row already. */
  insert(run: PolicyRun): boolean {
    return this.#insert.run(this.#rows.encode(run)).changes === 1;
  }

  /** Returns the run as it is then. INTERNAL when there is none. */
  update(
    id: string,
    patch: Partial<Pick<PolicyRun, 'state' | 'reason' | 'jobId' | 'backupId' | 'startedAt' | 'endedAt'>>,
  ): PolicyRun {
    const sql = `UPDATE policy_runs SET ${this.#rows.assignments(patch)} WHERE id = @id RETURNING *`;
    const change = this.#database.transaction(() => {
      const updated = this.#rows.decodeOne(this.#database.prepare(sql).get({ ...this.#rows.encode(patch), id }));
      if (updated === null) throw new AppError('INTERNAL', { detail: `no planned run ${id}` });
      return updated;
    });
    return change.immediate();
  }

  get(id: string): PolicyRun | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** A stack's, newest planned time first. */
  list(stackId: string, limit: number): PolicyRun[] {
    return this.#ofStack.all(stackId, limit).map((row) => this.#rows.decode(row));
  }

  /** A stack's that were planned at `at` or later, newest planned time first. */
  since(stackId: string, at: string, limit: number): PolicyRun[] {
    return this.#since.all(stackId, at, limit).map((row) => this.#rows.decode(row));
  }

  /** A policy's with the newest planned time; null when it has none. */
  newestOf(policyId: string): PolicyRun | null {
    return this.#rows.decodeOne(this.#newestOf.get(policyId));
  }

  /** Those that wait or run, of all stacks, oldest planned time first. */
  open(): PolicyRun[] {
    return this.#open.all().map((row) => this.#rows.decode(row));
  }

  /** What became of the policy's newest planned time that has ended. */
  lastEnded(policyId: string): PolicyRun | null {
    return this.#rows.decodeOne(this.#lastEnded.get(policyId));
  }

  /** Those of all stacks that ended well after `at`, oldest first. */
  succeededAfter(at: string): PolicyRun[] {
    return this.#succeededAfter.all(at).map((row) => this.#rows.decode(row));
  }

  /** Forgets what was planned after `at` and never begun: the clock had been ahead. */
  unplanAfter(policyId: string, at: string): void {
    this.#unplan.run(policyId, at);
  }
}
