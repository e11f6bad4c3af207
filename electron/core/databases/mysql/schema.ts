import { z } from 'zod';
import type { TableRows } from '../driver.ts';
import type { MySqlClient } from './client.ts';
import { literal, name } from './quote.ts';

/** What a database is made with. */
export const Making = z.object({
  engine: z.literal('mysql'),
  version: z.string(),
  charset: z.string(),
  collation: z.string(),
});
export type Making = z.infer<typeof Making>;

/** What a database has, by kind. */
export interface Things {
  /** Everything with rows, sequences too. */
  readonly tables: readonly string[];
  readonly views: readonly string[];
  /** Those of `tables` that no transaction protects. */
  readonly unsafe: readonly string[];
  /** What `DROP` takes: `TRIGGER`, `PROCEDURE`, `FUNCTION`, `EVENT`, `VIEW`. */
  readonly code: readonly { readonly kind: string; readonly name: string }[];
}

const Thing = z.object({ kind: z.string(), name: z.string(), engine: z.string().nullish() });
const ofTable = new Set(['BASE TABLE', 'SEQUENCE', 'SYSTEM VERSIONED']);
const ofCode = new Set(['TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'VIEW']);

/** The version without what a distribution adds to it: `10.11.18-MariaDB`, `8.0.36`. */
export function versionOf(text: string): string {
  return /^[\d.]+(?:-mariadb)?/iu.exec(text)?.[0] ?? text;
}

/** How a database was made; null when there is none of this name. */
export async function makingOf(client: MySqlClient, database: string, signal: AbortSignal): Promise<Making | null> {
  const answer = await client.query(
    'information_schema',
    `SELECT JSON_OBJECT('engine', 'mysql', 'version', VERSION(), 'charset', DEFAULT_CHARACTER_SET_NAME,
       'collation', DEFAULT_COLLATION_NAME) FROM SCHEMATA WHERE SCHEMA_NAME = ${literal(database)}`,
    signal,
  );
  if (answer === '') return null;
  const making = Making.parse(JSON.parse(answer));
  return { ...making, version: versionOf(making.version) };
}

/** The statement's end that gives a database its character set. */
export function charsetSql({ charset, collation }: Making): string {
  return `CHARACTER SET ${literalWord(charset)} COLLATE ${literalWord(collation)}`;
}

// Names of character sets are words; a pack that says something else is refused by the server as a syntax error.
function literalWord(word: string): string {
  return `'${word.replaceAll(/[^\w]/gu, '?')}'`;
}

/** Everything that a database has, except tables whose names begin with `except`. */
export async function thingsOf(client: MySqlClient, database: string, signal: AbortSignal): Promise<Things> {
  const of = literal(database);
  const answer = await client.query(
    'information_schema',
    `SELECT JSON_OBJECT('kind', TABLE_TYPE, 'name', TABLE_NAME, 'engine', ENGINE) FROM TABLES WHERE TABLE_SCHEMA = ${of};
     SELECT JSON_OBJECT('kind', 'TRIGGER', 'name', TRIGGER_NAME) FROM TRIGGERS WHERE TRIGGER_SCHEMA = ${of};
     SELECT JSON_OBJECT('kind', ROUTINE_TYPE, 'name', ROUTINE_NAME) FROM ROUTINES WHERE ROUTINE_SCHEMA = ${of};
     SELECT JSON_OBJECT('kind', 'EVENT', 'name', EVENT_NAME) FROM EVENTS WHERE EVENT_SCHEMA = ${of};`,
    signal,
  );
  const things = linesOf(answer).map((line) => Thing.parse(JSON.parse(line)));
  const tables = things.filter(({ kind }) => ofTable.has(kind));
  return {
    tables: tables.map((table) => table.name),
    views: things.filter(({ kind }) => kind === 'VIEW').map((view) => view.name),
    unsafe: tables.filter(({ kind, engine }) => kind !== 'SEQUENCE' && engine !== 'InnoDB').map((table) => table.name),
    code: things.filter(({ kind }) => ofCode.has(kind)),
  };
}

const Counted = z.object({ table: z.string(), rows: z.int() });

/** The rows of every table of a database but those that `isOurs`. */
export async function countRows(
  client: MySqlClient,
  database: string,
  isOurs: (table: string) => boolean,
  signal: AbortSignal,
): Promise<TableRows[]> {
  const answer = await client.query(
    'information_schema',
    `SELECT JSON_OBJECT('name', TABLE_NAME, 'kind', TABLE_TYPE) FROM TABLES
     WHERE TABLE_SCHEMA = ${literal(database)} AND TABLE_TYPE NOT IN ('VIEW', 'SEQUENCE')`,
    signal,
  );
  const tables = linesOf(answer).map((line) => Thing.parse(JSON.parse(line)).name);
  const counts = tables
    .filter((table) => !isOurs(table))
    .map(
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
