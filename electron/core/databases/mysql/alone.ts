import { Readable } from 'node:stream';
import type { MySqlClient } from './client.ts';
import { isNote, note } from './notes.ts';
import { literal, name } from './quote.ts';

/** Longer than an exchange waits for other clients' statements. */
const waitSeconds = 120;

/**
 * The same client, whose SQL waits until nothing else works on this place. A killed Lifeboat, like a line that was cut,
 * leaves its statement at work in the server, and what is looked at before that one has ended is soon not so.
 * DDL may not wait for a lock by itself, so each session holds one of the server's named locks.
 */
export function aloneAt(client: MySqlClient, old: string): MySqlClient {
  const wait = demandSql(`GET_LOCK(${literal(old)}, ${waitSeconds}) = 1`, 'an earlier exchange is still at work');
  return {
    ...client,
    query: async (database, sql, signal) => client.query(database, `${wait}${sql}`, signal),
    session: async (database, sql, signal) => client.session(database, Readable.from(led(wait, sql)), signal),
  };
}

async function* led(first: string, rest: Readable): AsyncGenerator {
  yield first;
  yield* rest;
}

/** SQL that fails when there are tables left that are not ours: they may be all that there is of the live data. */
export function emptyButNotesSql(database: string): string {
  const ours = Object.values(note).map(literal).join(', ');
  return demandSql(
    `(SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${literal(database)} AND TABLE_NAME NOT IN (${ours})) = 0`,
    'the kept tables are not back',
  );
}

/**
 * SQL that deletes what was kept, the mark of a finished exchange last: no server deletes a database at once, and what
 * one that was killed has left must not look like an exchange that is half done.
 */
export function dropSwappedSql(database: string, tables: readonly string[]): string {
  const all = [...tables.filter((table) => !isNote(table)), ...tables.filter(isNote)];
  const drops = all
    .filter((table) => table !== note.swapped)
    .map((table) => `DROP TABLE IF EXISTS ${name(database)}.${name(table)};\n`);
  return `SET foreign_key_checks = 0;\n${drops.join('')}`;
}

/** There is no statement that fails on a condition, but a mode that does not exist is refused, with its name. */
function demandSql(condition: string, otherwise: string): string {
  return `SET SESSION sql_mode = IF(${condition}, @@SESSION.sql_mode, ${literal(otherwise)});\n`;
}
