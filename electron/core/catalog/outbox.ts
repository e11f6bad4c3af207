import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type ChannelName, channelNames } from '../../../shared/model/notification.ts';
import { Message, type OutboxItem } from '../alarms/message.ts';
import { errorReportSchema } from './error-report.ts';
import { RowMapper, type TableShape } from './row-mapper.ts';

const shape: TableShape<OutboxItem> = {
  table: 'outbox',
  key: 'id',
  schema: z.strictObject({
    id: z.string(),
    channel: z.enum(channelNames),
    message: Message,
    state: z.enum(['waiting', 'delivered', 'given-up']),
    attempts: z.int(),
    nextAt: z.string(),
    at: z.string(),
    error: errorReportSchema.nullable(),
  }),
  fields: {
    id: 'plain',
    channel: 'plain',
    message: 'json',
    state: 'plain',
    attempts: 'plain',
    nextAt: 'plain',
    at: 'plain',
    error: 'json',
  },
};

/** What is to be told by each channel, and what became of it. */
export class Outbox {
  readonly #database: Database;
  readonly #rows: RowMapper<OutboxItem>;
  readonly #insert: Statement;
  readonly #due: Statement<[string, string]>;
  readonly #last: Statement<[string]>;
  readonly #drop: Statement<[string]>;
  readonly #forget: Statement<[string]>;
  readonly #claim: Statement<[string, string, string, number]>;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new RowMapper(shape, database.name);
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#due = database.prepare<[string, string]>(
      "SELECT * FROM outbox WHERE channel = ? AND state = 'waiting' AND next_at <= ? ORDER BY rowid",
    );
    this.#last = database.prepare<[string]>(
      'SELECT * FROM outbox WHERE channel = ? AND attempts > 0 ORDER BY at DESC, rowid DESC LIMIT 1',
    );
    this.#drop = database.prepare<[string]>("DELETE FROM outbox WHERE channel = ? AND state = 'waiting'");
    this.#forget = database.prepare<[string]>("DELETE FROM outbox WHERE state <> 'waiting' AND at < ?");
    this.#claim = database.prepare<[string, string, string, number]>(
      "UPDATE outbox SET attempts = attempts + 1, at = ?, next_at = ? WHERE id = ? AND attempts = ? AND state = 'waiting'",
    );
  }

  insert(item: OutboxItem): void {
    this.#insert.run(this.#rows.encode(item));
  }

  /** Waiting ones of a channel whose next attempt is not after `at`, oldest first. */
  due(channel: ChannelName, at: string): OutboxItem[] {
    return this.#due.all(channel, at).map((row) => this.#rows.decode(row));
  }

  /** Counts an attempt before it is made; false when another process has begun it, or the item is not wanted any more. */
  claim({ id, attempts }: Pick<OutboxItem, 'id' | 'attempts'>, at: string, nextAt: string): boolean {
    return this.#claim.run(at, nextAt, id, attempts).changes === 1;
  }

  /** What became of an attempt. One that was dropped meanwhile stays dropped. */
  settle(id: string, patch: Pick<OutboxItem, 'state' | 'error'>): void {
    const sql = `UPDATE outbox SET ${this.#rows.assignments(patch)} WHERE id = @id`;
    this.#database.prepare(sql).run({ ...this.#rows.encode(patch), id });
  }

  /** The one that was tried last; null before the first attempt. */
  last(channel: ChannelName): OutboxItem | null {
    return this.#rows.decodeOne(this.#last.get(channel));
  }

  /** Forgets what waits for a channel that nobody wants any more. */
  drop(channel: ChannelName): void {
    this.#drop.run(channel);
  }

  /** Forgets what ended before `at`. */
  forgetBefore(at: string): void {
    this.#forget.run(at);
  }
}
