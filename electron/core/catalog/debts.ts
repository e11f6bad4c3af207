import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type Clock, isoTime } from '../clock.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** A container that ran before a job stopped it. */
export interface StoppedContainer {
  readonly containerId: string;
  readonly containerName: string;
  readonly project: string | null;
  readonly service: string;
  /** Compose's container number. */
  readonly number: number;
  /** Place in the order of starting, ascending. */
  readonly order: number;
  /** RFC 3339, as Docker gave it before the stop. */
  readonly startedAt: string;
  /** Was in a loop of restarts before: that it does not stay up is not the stop's doing. */
  readonly restarting: boolean;
}

/** What a job must start again: nothing but what it stopped. */
export interface Debt {
  readonly jobId: string;
  readonly stackId: string;
  readonly stack: string;
  /** The Docker endpoint as text, e.g. `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly containers: readonly StoppedContainer[];
}

/** Also the form of a ledger file. */
export const debtSchema: z.ZodType<Debt> = z.strictObject({
  jobId: z.string(),
  stackId: z.string(),
  stack: z.string(),
  endpoint: z.string(),
  containers: z.array(
    z.strictObject({
      containerId: z.string(),
      containerName: z.string(),
      project: z.string().nullable(),
      service: z.string(),
      number: z.int(),
      order: z.int(),
      startedAt: z.string(),
      restarting: z.boolean(),
    }),
  ),
});

const shape: TableShape<Debt> = {
  table: 'debts',
  key: 'jobId',
  schema: debtSchema,
  fields: { jobId: 'plain', stackId: 'plain', stack: 'plain', endpoint: 'plain', containers: 'json' },
};

/** The catalog's half of the stop ledger. A payment stands by itself, so that a debt known from its file alone can be paid. */
export class Debts {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #rows: RowMapper<Debt>;
  readonly #write: Statement;
  readonly #get: Statement<[string]>;
  readonly #open: Statement<[]>;
  readonly #pay: Statement<[string, string, string]>;
  readonly #payments: Statement<[string]>;
  readonly #clearPayments: Statement<[string]>;
  readonly #settle: Statement<[string, string]>;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#rows = new RowMapper(shape, database.name, ['owed_at']);
    // A job that stops twice, e.g. for its safety backup and for itself, owes again after it has settled.
    this.#write = database.prepare(
      `${this.#rows.insertSql} ON CONFLICT (job_id) DO UPDATE
       SET containers = excluded.containers, endpoint = excluded.endpoint, owed_at = excluded.owed_at, settled_at = NULL`,
    );
    this.#get = database.prepare<[string]>('SELECT * FROM debts WHERE job_id = ?');
    this.#open = database
      .prepare<[]>('SELECT job_id FROM debts WHERE settled_at IS NULL ORDER BY owed_at, rowid')
      .pluck();
    this.#pay = database.prepare<[string, string, string]>(
      'INSERT INTO payments (job_id, container_id, paid_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#payments = database.prepare<[string]>('SELECT container_id FROM payments WHERE job_id = ?').pluck();
    this.#clearPayments = database.prepare<[string]>('DELETE FROM payments WHERE job_id = ?');
    this.#settle = database.prepare<[string, string]>(
      'UPDATE debts SET settled_at = ? WHERE job_id = ? AND settled_at IS NULL',
    );
  }

  /** Replaces what the job owed before, and forgets its payments. */
  owe(debt: Debt): void {
    const owe = this.#database.transaction(() => {
      this.#write.run({ ...this.#rows.encode(debt), owed_at: isoTime(this.#clock()) });
      this.#clearPayments.run(debt.jobId);
    });
    owe.immediate();
  }

  /** The job ids of debts that are not settled, oldest first. */
  open(): string[] {
    return z.array(z.string()).parse(this.#open.all());
  }

  get(jobId: string): Debt | null {
    return this.#rows.decodeOne(this.#get.get(jobId));
  }

  /** May run twice. */
  pay(jobId: string, containerId: string): void {
    this.#pay.run(jobId, containerId, isoTime(this.#clock()));
  }

  /** Ids of the containers that were paid. */
  payments(jobId: string): ReadonlySet<string> {
    return new Set(z.array(z.string()).parse(this.#payments.all(jobId)));
  }

  /** May run twice. */
  settle(jobId: string): void {
    this.#settle.run(isoTime(this.#clock()), jobId);
  }
}
