import { Readable } from 'node:stream';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { SwapState } from '../../swap-site.ts';
import { asideNames } from '../aside-names.ts';
import type { DatabaseServer, DatabaseSite } from '../driver.ts';
import { rowDifference } from '../row-difference.ts';
import { type MySqlClient, mySqlClient, serverDatabase } from './client.ts';
import { codeOf, dropCodeSql } from './code.ts';
import { loadTables } from './load.ts';
import { isNote, keepCodeSql, keptCode, note, noteSql, notesIn } from './notes.ts';
import { literal, name } from './quote.ts';
import { charsetSql, countRows, makingOf, thingsOf } from './schema.ts';

interface Place {
  readonly database: string;
  readonly fresh: string;
  readonly old: string;
  readonly client: MySqlClient;
}

const never = new AbortController().signal;

/**
 * The place of one MySQL or MariaDB database. No database can be renamed there: its tables are, all in one statement,
 * and what cannot be renamed (triggers, routines, events, views) is kept as SQL, taken away before and made after.
 */
export function mySqlSite(server: DatabaseServer, database: string, jobId: string): DatabaseSite {
  const aside = asideNames(jobId, database);
  let known: Promise<MySqlClient> | null = null;
  const place = async (signal: AbortSignal): Promise<Place> => {
    known ??= mySqlClient(server, signal);
    try {
      return { database, ...aside, client: await known };
    } catch (error) {
      known = null;
      throw error;
    }
  };
  const exchanging = async <Result>(act: (place: Place) => Promise<Result>): Promise<Result> => {
    try {
      return await act(await place(never));
    } catch (error) {
      if (isAppError(error)) throw error;
      throw new AppError('DATABASE_SWAP_FAILED', { database, detail: detailOf(error) }, { cause: error });
    }
  };
  return {
    probe: () => exchanging(probe),
    stage: async (dump, signal) => {
      const at = await place(signal);
      await exchanging(clear);
      const code = await loadTables(at.client, { dump, into: at.fresh, database }, signal);
      await exchanging(async ({ client, fresh }) => {
        await client.query(serverDatabase, `${keepCodeSql(fresh, code)}${noteSql(fresh, note.moved)}`, never);
      });
    },
    check: async (rows, signal) => {
      const { client, fresh } = await place(signal);
      const detail = rowDifference(rows, await countRows(client, fresh, isNote, signal));
      if (detail !== null) throw new AppError('DATABASE_RESTORE_FAILED', { database, detail });
    },
    swapIn: () => exchanging(swapIn),
    swapBack: () => exchanging(swapBack),
    release: () =>
      exchanging(async (at) => {
        if ((await probe(at)) === 'moving') throw new Error('the exchange must be finished or undone first');
        await at.client.query(serverDatabase, `${dropSql(at.fresh)}${dropSql(at.old)}`, never);
      }),
    keptBytes: () => exchanging(keptBytes),
  };
}

async function probe({ client, fresh, old }: Place): Promise<SwapState> {
  const kept = await notesIn(client, old, never);
  if (kept !== null) return kept.has(note.swapped) ? 'swapped' : 'moving';
  return (await notesIn(client, fresh, never)) === null ? 'untouched' : 'staged';
}

async function clear(at: Place): Promise<void> {
  const state = await probe(at);
  if (state !== 'untouched' && state !== 'staged') throw new Error('the exchange has begun already');
  await at.client.query(serverDatabase, dropSql(at.fresh), never);
}

async function swapIn(at: Place): Promise<void> {
  const { client, database, fresh, old } = at;
  const making = await makingOf(client, fresh, never);
  if ((await probe(at)) === 'swapped') return;
  if (making === null) throw new Error('nothing was loaded');
  await keepLive(at);
  if ((await notesIn(client, old, never))?.has(note.moved) !== true) {
    await client.query(serverDatabase, await dropCodeSql(client, database, never), never);
    await moveTables(
      client,
      [
        [database, old],
        [fresh, database],
      ],
      { from: fresh, to: old },
    );
  }
  await client.query(serverDatabase, `ALTER DATABASE ${name(database)} ${charsetSql(making)}`, never);
  await makeCode(client, database, await keptCode(client, fresh, never));
  await client.query(serverDatabase, noteSql(old, note.swapped), never);
}

/** Makes the place of what is live, and keeps there what cannot be moved. */
async function keepLive({ client, database, old }: Place): Promise<void> {
  const notes = await notesIn(client, old, never);
  if (notes?.has(note.kept) === true) return;
  const making = await makingOf(client, database, never);
  const charset = making === null ? '' : charsetSql(making);
  const code = making === null ? '' : await codeOf(client, database, never);
  const none = making === null ? `${noteSql(old, note.none)}CREATE DATABASE IF NOT EXISTS ${name(database)};\n` : '';
  await client.query(
    serverDatabase,
    `CREATE DATABASE IF NOT EXISTS ${name(old)} ${charset};\n${none}${keepCodeSql(old, code)}${noteSql(old, note.kept)}`,
    never,
  );
}

async function swapBack(at: Place): Promise<void> {
  const { client, database, fresh, old } = at;
  const notes = await notesIn(client, old, never);
  if (notes === null) return;
  if (notes.has(note.kept)) {
    const making = await makingOf(client, old, never);
    const code = await keptCode(client, old, never);
    // It says so before it is so: from here on the exchange is not done.
    await client.query(serverDatabase, `DROP TABLE IF EXISTS ${name(old)}.${name(note.swapped)}`, never);
    await client.query(serverDatabase, await dropCodeSql(client, database, never), never);
    if (notes.has(note.moved)) {
      await moveTables(
        client,
        [
          [database, fresh],
          [old, database],
        ],
        { from: old, to: fresh },
      );
    }
    if (making !== null)
      await client.query(serverDatabase, `ALTER DATABASE ${name(database)} ${charsetSql(making)}`, never);
    await makeCode(client, database, code);
  }
  const none = notes.has(note.none) ? dropSql(database) : '';
  await client.query(serverDatabase, `${none}${dropSql(old)}`, never);
}

/** Moves all tables of databases into others in one statement, which is done whole or not at all, and a note with them. */
async function moveTables(
  client: MySqlClient,
  moves: readonly (readonly [from: string, to: string])[],
  sign: { readonly from: string; readonly to: string },
): Promise<void> {
  const renames: string[] = [];
  for (const [from, to] of moves) {
    const { tables } = await thingsOf(client, from, never);
    for (const table of tables.filter((candidate) => !isNote(candidate))) {
      renames.push(`${name(from)}.${name(table)} TO ${name(to)}.${name(table)}`);
    }
  }
  renames.push(`${name(sign.from)}.${name(note.moved)} TO ${name(sign.to)}.${name(note.moved)}`);
  const sql = `SET lock_wait_timeout = 60; SET foreign_key_checks = 0; RENAME TABLE ${renames.join(', ')};`;
  await client.query(serverDatabase, sql, never);
}

async function makeCode(client: MySqlClient, database: string, code: string): Promise<void> {
  const made = await client.session(database, Readable.from([code]), never);
  made.stdout.resume();
  const { exitCode, stderr } = await made.ended;
  if (exitCode !== 0) throw new Error(stderr || `the client ended with ${exitCode}`);
}

async function keptBytes({ client, fresh, old }: Place): Promise<number> {
  const answer = await client.query(
    'information_schema',
    `SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS UNSIGNED) FROM TABLES
     WHERE TABLE_SCHEMA IN (${literal(fresh)}, ${literal(old)}) AND TABLE_NAME NOT LIKE 'lifeboat%'`,
    never,
  );
  return Number(answer);
}

function dropSql(database: string): string {
  return `DROP DATABASE IF EXISTS ${name(database)};\n`;
}
