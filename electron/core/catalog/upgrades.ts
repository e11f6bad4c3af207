import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import {
  type Upgrade,
  type UpgradeDecision,
  upgradeDecisions,
  upgradeStates,
  waitingStates,
} from '../../../shared/model/upgrade.ts';
import { AppError } from '../errors.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

/** What may change in a guarded upgrade after it was made. */
export type UpgradePatch = Partial<
  Pick<Upgrade, 'backupId' | 'state' | 'until' | 'decision' | 'dataBack' | 'reason' | 'endedAt'>
>;

const shape: TableShape<Upgrade> = {
  table: 'upgrades',
  key: 'id',
  schema: z.strictObject({
    id: z.string(),
    stackId: z.string(),
    stack: z.string(),
    backupId: z.string().nullable(),
    appVersion: z.string().nullable(),
    command: z.array(z.string()).nullable(),
    state: z.enum(upgradeStates),
    until: z.string().nullable(),
    healthMs: z.int().positive(),
    confirmMs: z.int().positive(),
    keepHealthy: z.boolean(),
    decision: z.enum(upgradeDecisions).nullable(),
    dataBack: z.boolean(),
    services: z.array(
      z.strictObject({
        service: z.string(),
        number: z.int(),
        image: z.string(),
        imageId: z.string(),
        sound: z.boolean(),
      }),
    ),
    idle: z.array(z.string()),
    compose: z.strictObject({ project: z.string(), files: z.array(z.string()), directory: z.string() }).nullable(),
    reason: errorReportSchema.nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  }),
  fields: {
    id: 'plain',
    stackId: 'plain',
    stack: 'plain',
    backupId: 'plain',
    appVersion: 'plain',
    command: 'json',
    state: 'plain',
    until: 'plain',
    healthMs: 'plain',
    confirmMs: 'plain',
    keepHealthy: 'boolean',
    decision: 'plain',
    dataBack: 'boolean',
    services: 'json',
    idle: 'json',
    compose: 'json',
    reason: 'json',
    createdAt: 'plain',
    endedAt: 'plain',
  },
};

/** The guarded upgrades: what they promise outlives the process that began them. */
export class Upgrades {
  readonly #database: Database;
  readonly #rows: RowMapper<Upgrade>;
  readonly #insert: Statement;
  readonly #get: Statement<[string]>;
  readonly #all: Statement<[]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#get = database.prepare<[string]>('SELECT * FROM upgrades WHERE id = ?');
    this.#all = database.prepare<[]>('SELECT * FROM upgrades ORDER BY created_at DESC, rowid DESC');
  }

  /** UPGRADE_OPEN while the stack has one that has not ended. */
  insert(upgrade: Upgrade): void {
    const add = this.#database.transaction(() => {
      const open = this.open().find(({ stackId }) => stackId === upgrade.stackId);
      if (open !== undefined) throw new AppError('UPGRADE_OPEN', { stack: upgrade.stack, job: open.id });
      this.#insert.run(this.#rows.encode(upgrade));
    });
    add.immediate();
  }

  get(id: string): Upgrade | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** Newest first. */
  list(): Upgrade[] {
    return this.#all.all().map((row) => this.#rows.decode(row));
  }

  /** Those that have not ended. */
  open(): Upgrade[] {
    return this.list().filter(({ endedAt }) => endedAt === null);
  }

  /** Returns it as it is then. UPGRADE_NOT_FOUND. */
  update(id: string, patch: UpgradePatch): Upgrade {
    const sql = `UPDATE upgrades SET ${this.#rows.assignments(patch)} WHERE id = @id RETURNING *`;
    const changed = this.#rows.decodeOne(this.#database.prepare(sql).get({ ...this.#rows.encode(patch), id }));
    if (changed === null) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
    return changed;
  }

  /** Stores the operator's word; who drives it hears it within a second. UPGRADE_NOT_FOUND, UPGRADE_NOT_WAITING. */
  decide(id: string, decision: UpgradeDecision): Upgrade {
    const store = this.#database.transaction(() => {
      const upgrade = this.get(id);
      if (upgrade === null) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
      // A word that was given stays, unless it was only the wish to look.
      const taken = upgrade.decision !== null && upgrade.decision !== 'check';
      if (!waitingStates.has(upgrade.state) || (taken && upgrade.decision !== decision))
        throw new AppError('UPGRADE_NOT_WAITING', { job: id, upgradeState: upgrade.state });
      return this.update(id, { decision });
    });
    return store.immediate();
  }
}
