import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { JobStep } from '../../../shared/model/job.ts';
import { type Clock, isoTime } from '../clock.ts';
import { AppError } from '../errors.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** One line of the journal. `data`: the arguments of an intent, the evidence of a success, the error of a failure. */
export interface JournalRow {
  readonly jobId: string;
  readonly n: number;
  readonly phase: 'intent' | 'done' | 'failed';
  readonly name: string;
  readonly data: unknown;
  readonly at: string;
}

const shape: TableShape<JournalRow> = {
  table: 'journal',
  key: 'jobId',
  schema: z.strictObject({
    jobId: z.string(),
    n: z.int().positive(),
    phase: z.enum(['intent', 'done', 'failed']),
    name: z.string(),
    data: z.unknown(),
    at: z.string(),
  }),
  fields: { jobId: 'plain', n: 'plain', phase: 'plain', name: 'plain', data: 'json', at: 'plain' },
};

/**
 * What every job was about to do and what came of it; append-only, kept so by triggers. A step without
 * an outcome may have happened or not: ask its probe, never this table.
 */
export class Journal {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #rows: RowMapper<JournalRow>;
  readonly #intent: Statement;
  readonly #outcome: Statement;
  readonly #ofJob: Statement<[string]>;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#rows = new RowMapper(shape, database.name);
    this.#intent = database.prepare(
      `INSERT INTO journal (job_id, n, phase, name, data, at)
       SELECT @job_id, 1 + coalesce(max(n), 0), 'intent', @name, @data, @at FROM journal WHERE job_id = @job_id
       RETURNING n`,
    );
    this.#outcome = database.prepare(
      `INSERT INTO journal (job_id, n, phase, name, data, at)
       SELECT job_id, n, @phase, name, @data, @at FROM journal WHERE job_id = @job_id AND n = @n AND phase = 'intent'`,
    );
    this.#ofJob = database.prepare<[string]>("SELECT * FROM journal WHERE job_id = ? ORDER BY n, phase <> 'intent'");
  }

  /** Records that the step is about to be done; its number in the job comes back. `args`: JSON data. */
  intent(jobId: string, name: string, args: unknown): number {
    const values = { job_id: jobId, name, data: jsonOf(args), at: isoTime(this.#clock()) };
    // In a transaction: by itself, `get` returns the row and says nothing of a commit that failed.
    const begin = this.#database.transaction(() => z.object({ n: z.int() }).parse(this.#intent.get(values)).n);
    return begin.immediate();
  }

  /** `evidence`: JSON data. Throws when the step has no intent or already an outcome. */
  done(jobId: string, n: number, evidence: unknown): void {
    this.#end(jobId, n, 'done', evidence);
  }

  /** Throws when the step has no intent or already an outcome. */
  failed(jobId: string, n: number, error: ErrorReport): void {
    this.#end(jobId, n, 'failed', error);
  }

  /** In order. A failed step's evidence is its `ErrorReport`. */
  steps(jobId: string): JobStep[] {
    const rows = this.rows(jobId);
    const outcomes = new Map(rows.filter((row) => row.phase !== 'intent').map((row) => [row.n, row]));
    return rows.filter((row) => row.phase === 'intent').map((intent) => stepOf(intent, outcomes.get(intent.n) ?? null));
  }

  /** Every row as it was written, for recovery; in order, a step's intent before its outcome. */
  rows(jobId: string): JournalRow[] {
    return this.#ofJob.all(jobId).map((row) => this.#rows.decode(row));
  }

  #end(jobId: string, n: number, phase: 'done' | 'failed', data: unknown): void {
    const { changes } = this.#outcome.run({ job_id: jobId, n, phase, data: jsonOf(data), at: isoTime(this.#clock()) });
    if (changes !== 1) throw new AppError('INTERNAL', { detail: `step ${n} of job ${jobId} was never begun` });
  }
}

function stepOf(intent: JournalRow, outcome: JournalRow | null): JobStep {
  const { n, name, at } = intent;
  const base = { n, name, startedAt: at };
  if (outcome === null || outcome.phase === 'intent') return { ...base, endedAt: null, outcome: null, evidence: null };
  return { ...base, endedAt: outcome.at, outcome: outcome.phase, evidence: outcome.data };
}

// JSON has no undefined, the usual result of a step that only acts.
function jsonOf(data: unknown): string {
  return JSON.stringify(data ?? null);
}
