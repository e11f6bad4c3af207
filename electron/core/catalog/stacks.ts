import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { packFormats } from '../../../shared/model/pack-format.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { AppError } from '../errors.ts';
import { RowMapper } from './row-mapper.ts';

const texts = z.array(z.string());

const schema: z.ZodType<Stack> = z.strictObject({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  definition: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('compose'),
      project: z.string(),
      files: texts,
      workingDirectory: z.string().nullable(),
      exclude: texts,
    }),
    z.strictObject({ kind: z.literal('folder'), directories: texts, sqlite: texts, exclude: texts }),
  ]),
  storage: z.string(),
  backup: z.strictObject({ format: z.enum(packFormats), level: z.int(), leftOut: texts }),
  createdAt: z.string(),
});

/** The stacks that Lifeboat protects. */
export class Stacks {
  readonly #rows: RowMapper<Stack>;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #get: Statement<[string]>;
  readonly #find: Statement<[string, string, string]>;
  readonly #list: Statement<[]>;
  readonly #remove: Statement<[string]>;
  readonly #clash: Statement<[string, string, string]>;
  readonly #inTransaction: (act: () => void) => void;

  constructor(database: Database) {
    this.#rows = new RowMapper<Stack>(
      {
        table: 'stacks',
        key: 'id',
        schema,
        fields: {
          id: 'plain',
          name: 'plain',
          slug: 'plain',
          definition: 'json',
          storage: 'plain',
          backup: 'json',
          createdAt: 'plain',
        },
      },
      database.name,
    );
    this.#insert = database.prepare(this.#rows.insertSql);
    this.#update = database.prepare(
      'UPDATE stacks SET name = @name, slug = @slug, definition = @definition, storage = @storage, backup = @backup WHERE id = @id',
    );
    this.#get = database.prepare<[string]>('SELECT * FROM stacks WHERE id = ?');
    this.#find = database.prepare<[string, string, string]>(
      'SELECT * FROM stacks WHERE id = ? OR name = ? ORDER BY id = ? DESC LIMIT 1',
    );
    this.#list = database.prepare<[]>('SELECT * FROM stacks ORDER BY name');
    this.#remove = database.prepare<[string]>('DELETE FROM stacks WHERE id = ?');
    this.#clash = database.prepare<[string, string, string]>(
      'SELECT 1 FROM stacks WHERE id <> ? AND (name = ? OR slug = ?)',
    );
    const transaction = database.transaction((act: () => void) => act());
    this.#inTransaction = (act) => transaction.immediate(act);
  }

  /** STACK_EXISTS when the name or the slug is taken. */
  insert(stack: Stack): void {
    this.#inTransaction(() => {
      this.#assertFree(stack);
      this.#insert.run(this.#rows.encode(stack));
    });
  }

  /** Everything but `id` and `createdAt`. STACK_NOT_FOUND, STACK_EXISTS. */
  update(stack: Stack): void {
    this.#inTransaction(() => {
      this.#assertFree(stack);
      if (this.#update.run(this.#rows.encode(stack)).changes === 0) throw notFound(stack.id);
    });
  }

  get(id: string): Stack | null {
    return this.#rows.decodeOne(this.#get.get(id));
  }

  /** An id goes before a name. */
  findByNameOrId(reference: string): Stack | null {
    return this.#rows.decodeOne(this.#find.get(reference, reference, reference));
  }

  /** By name. */
  list(): Stack[] {
    return this.#list.all().map((row) => this.#rows.decode(row));
  }

  /** Forgets the stack and its backups' records; its jobs stay, without their stack's id. STACK_NOT_FOUND. */
  remove(id: string): void {
    if (this.#remove.run(id).changes === 0) throw notFound(id);
  }

  #assertFree(stack: Stack): void {
    if (this.#clash.get(stack.id, stack.name, stack.slug) !== undefined)
      throw new AppError('STACK_EXISTS', { stack: stack.name });
  }
}

function notFound(stack: string): AppError<'STACK_NOT_FOUND'> {
  return new AppError('STACK_NOT_FOUND', { stack });
}
