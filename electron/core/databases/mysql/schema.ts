import { z } from 'zod';
import type { TableRows } from '../driver.ts';
import type { MySqlClient } from './client.ts';
import { literal, name } from './quote.ts';

/** What a database is made with, and how large it is. */
export const Making = z.object({
  engine: z.literal('mysql'),
  version: z.string(),
  /** Of the whole database when it was dumped, as the server estimates it. */
  bytes: z.int(),
  charset: z.string(),
  collation: z.string(),
});
export type Making = z.infer<typeof Making>;

/** A database and what it has, by kind. */
export interface Schema {
  readonly charset: string;
  readonly collation: string;
  /** Everything with rows, sequences too. */
  readonly tables: readonly string[];
  /** Those of `tables` that rows can be counted of. */
  readonly counted: readonly string[];
  readonly views: readonly string[];
  /** Those of `tables` that no transaction protects. */
  readonly unsafe: readonly string[];
  /** What `DROP` takes: `TRIGGER`, `PROCEDURE`, `FUNCTION`, `EVENT`, `VIEW`. */
  readonly code: readonly { readonly kind: string; readonly name: string }[];
}

const Thing = z.object({ of: z.string(), kind: z.string(), name: z.string(), more: z.string().nullish() });
const ofTable = new Set(['BASE TABLE', 'SEQUENCE', 'SYSTEM VERSIONED']);
const ofCode = new Set(['TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'VIEW']);

/** The version without what a distribution adds to it: `10.11.18-MariaDB`, `8.0.36`. */
export function versionOf(text: string): string {
  return /^[\d.]+(?:-mariadb)?/iu.exec(text)?.[0] ?? text;
}

/** The statement's end that gives a database its character set. */
export function charsetSql({ charset, collation }: Pick<Schema, 'charset' | 'collation'>): string {
  return `CHARACTER SET ${literalWord(charset)} COLLATE ${literalWord(collation)}`;
}

// Names of character sets are words; a pack that says something else is refused by the server as a syntax error.
function literalWord(word: string): string {
  return `'${word.replaceAll(/[^\w]/gu, '?')}'`;
}

/** Those of these databases that are there, by name, in one question. */
export async function schemasOf(
  client: MySqlClient,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Schema>> {
  const wanted = names.map(literal).join(', ');
  const select = (of: string, kind: string, called: string, more: string, table: string): string =>
    `SELECT JSON_OBJECT('of', ${of}, 'kind', ${kind}, 'name', ${called}, 'more', ${more}) FROM ${table} WHERE ${of} IN (${wanted});\n`;
  const answer = await client.query(
    'information_schema',
    [
      select('SCHEMA_NAME', "'DATABASE'", 'DEFAULT_CHARACTER_SET_NAME', 'DEFAULT_COLLATION_NAME', 'SCHEMATA'),
      select('TABLE_SCHEMA', 'TABLE_TYPE', 'TABLE_NAME', 'ENGINE', 'TABLES'),
      select('TRIGGER_SCHEMA', "'TRIGGER'", 'TRIGGER_NAME', 'NULL', 'TRIGGERS'),
      select('ROUTINE_SCHEMA', 'ROUTINE_TYPE', 'ROUTINE_NAME', 'NULL', 'ROUTINES'),
      select('EVENT_SCHEMA', "'EVENT'", 'EVENT_NAME', 'NULL', 'EVENTS'),
    ].join(''),
    signal,
  );
  const things = linesOf(answer).map((line) => Thing.parse(JSON.parse(line)));
  // The server takes names for equal that differ in case.
  const found = names.map((wanted) => [wanted, schemaOf(things.filter(({ of }) => of === wanted))] as const);
  return new Map(found.flatMap(([wanted, schema]) => (schema === null ? [] : [[wanted, schema]])));
}

function schemaOf(things: readonly z.infer<typeof Thing>[]): Schema | null {
  const made = things.find(({ kind }) => kind === 'DATABASE');
  if (made === undefined) return null;
  const tables = things.filter(({ kind }) => ofTable.has(kind));
  return {
    charset: made.name,
    collation: made.more ?? '',
    tables: tables.map((table) => table.name),
    counted: tables.filter(({ kind }) => kind !== 'SEQUENCE').map((table) => table.name),
    views: things.filter(({ kind }) => kind === 'VIEW').map((view) => view.name),
    unsafe: tables.filter(({ kind, more }) => kind !== 'SEQUENCE' && more !== 'InnoDB').map((table) => table.name),
    code: things.filter(({ kind }) => ofCode.has(kind)),
  };
}

const Counted = z.object({ table: z.string(), rows: z.int() });

/** The rows of these tables of a database. */
export async function countRows(
  client: MySqlClient,
  database: string,
  tables: readonly string[],
  signal: AbortSignal,
): Promise<TableRows[]> {
  const counts = tables.map(
    (table) =>
      `SELECT JSON_OBJECT('table', ${literal(table)}, 'rows', count(*)) FROM ${name(database)}.${name(table)};\n`,
  );
  const counted = await client.query('information_schema', counts.join(''), signal);
  return linesOf(counted).map((line) => Counted.parse(JSON.parse(line)));
}

/** The lines of an answer, none for none. */
export function linesOf(answer: string): string[] {
  return answer.split('\n').filter((line) => line !== '');
}
