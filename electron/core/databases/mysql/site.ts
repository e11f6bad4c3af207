import { Readable } from 'node:stream';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { SwapState } from '../../swap-site.ts';
import { asideNames } from '../aside-names.ts';
import type { DatabaseServer, DatabaseSite } from '../driver.ts';
import { rowDifference } from '../row-difference.ts';
import { reading } from '../stream-failure.ts';
import { aloneAt, dropSwappedSql, emptyButNotesSql } from './alone.ts';
import { assertNobodyIn } from './others.ts';
import { type MySqlClient, mySqlClient, serverDatabase } from './client.ts';
import { codeOf, dropCodeSql } from './code.ts';
import { loadTables, restorePackets } from './load.ts';
import { isNote, keepCodeSql, keptCode, note, noteSql } from './notes.ts';
import { literal, name } from './quote.ts';
import { charsetSql, countRows, linesOf, type Schema, schemasOf } from './schema.ts';

interface Place {
  readonly database: string;
  readonly fresh: string;
  readonly old: string;
  readonly client: MySqlClient;
  /** Waits for what an earlier process has left at work here. */
  readonly alone: MySqlClient;
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
      const client = await known;
      return { database, ...aside, client, alone: aloneAt(client, aside.old) };
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
    stage: async (dump, signal) =>
      reading(dump, async () => {
        const at = await place(signal);
        await exchanging(clear);
        await assertAlone(at, signal);
        await assertCodeReadable(at, signal);
        const code = await loadTables(at.client, { dump, into: at.fresh, database }, signal).catch(
          async (error: unknown) => {
            // What was loaded so far may have filled the disk of a server that others write to.
            await exchanging(clear).catch(() => undefined);
            throw error;
          },
        );
        await exchanging(async ({ alone, fresh }) => {
          await alone.query(serverDatabase, `${keepCodeSql(fresh, code)}${noteSql(fresh, note.moved)}`, never);
        });
      }),
    check: async (rows, signal) => {
      const { client, fresh } = await place(signal);
      const loaded = (await schemasOf(client, [fresh], signal)).get(fresh);
      const tables = (loaded?.counted ?? []).filter((table) => !isNote(table));
      const detail = rowDifference(rows, await countRows(client, fresh, tables, signal));
      if (detail !== null) throw new AppError('DATABASE_RESTORE_FAILED', { database, detail });
    },
    swapIn: () => exchanging(swapIn),
    swapBack: () => exchanging(swapBack),
    release: () =>
      exchanging(async (at) => {
        const { kept, notes } = await lookAt(at);
        if (kept !== null && !notes.has(note.swapped)) throw new Error('the exchange must be finished or undone first');
        const dropKept = `${dropSwappedSql(at.old, kept?.tables ?? [])}${dropSql(at.old)}`;
        await dropFresh(at);
        await at.alone.query(serverDatabase, dropKept, never);
      }),
    keptBytes: () => exchanging(keptBytes),
  };
}

/** A foreign key of another database would go along with the table that it refers to. DATABASE_RESTORE_FAILED. */
async function assertAlone({ client, database }: Place, signal: AbortSignal): Promise<void> {
  const referring = await client.query(
    serverDatabase,
    `SELECT CONCAT(CONSTRAINT_SCHEMA, '.', TABLE_NAME) FROM REFERENTIAL_CONSTRAINTS
     WHERE BINARY UNIQUE_CONSTRAINT_SCHEMA = ${literal(database)} AND BINARY CONSTRAINT_SCHEMA <> ${literal(database)}`,
    signal,
  );
  const [table] = linesOf(referring);
  if (table === undefined) return;
  throw new AppError('DATABASE_RESTORE_FAILED', { database, detail: `a foreign key of ${table} refers to it` });
}

/** What cannot be kept as SQL would be refused after services were stopped. DATABASE_RESTORE_FAILED. */
async function assertCodeReadable(at: Place, signal: AbortSignal): Promise<void> {
  const { live } = await lookAt(at);
  if (live === null) return;
  try {
    await codeOf(at.client, at.database, live.views, signal);
  } catch (error) {
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_RESTORE_FAILED', { database: at.database, detail: detailOf(error) }, { cause: error });
  }
}

async function lookAt({ alone, database, fresh, old }: Place) {
  const found = await schemasOf(alone, [database, fresh, old], never);
  const [live = null, loaded = null, place = null] = [database, fresh, old].map((wanted) => found.get(wanted));
  // An empty one is what a deletion that was cut has left, or has nothing in it yet.
  const kept = place?.tables.length === 0 ? null : place;
  return { live, loaded, kept, notes: new Set(kept?.tables.filter(isNote)) };
}

async function probe(at: Place): Promise<SwapState> {
  const { loaded, kept, notes } = await lookAt(at);
  if (kept !== null) return notes.has(note.swapped) ? 'swapped' : 'moving';
  return loaded === null ? 'untouched' : 'staged';
}

async function clear(at: Place): Promise<void> {
  const state = await probe(at);
  if (state !== 'untouched' && state !== 'staged') throw new Error('the exchange has begun already');
  await dropFresh(at);
}

/** Throws away what was loaded, and sets back what a load that was killed has changed of the server. */
async function dropFresh(at: Place): Promise<void> {
  const { loaded } = await lookAt(at);
  if (loaded?.tables.includes(note.packet) === true) await restorePackets(at.alone, at.fresh);
  await at.alone.query(serverDatabase, dropSql(at.fresh), never);
}

async function swapIn(at: Place): Promise<void> {
  const { client, alone, database, fresh, old } = at;
  const { live, loaded, notes } = await lookAt(at);
  if (notes.has(note.swapped)) return;
  if (loaded === null) throw new Error('nothing was loaded');
  if (!notes.has(note.moved)) await assertNobodyIn(client, database, never);
  if (!notes.has(note.kept)) await keepLive(at, live);
  const takeAway = live === null ? '' : dropCodeSql(database, live);
  const moves = [
    ...movesOf(live, database, old),
    ...movesOf(loaded, fresh, database),
    `${name(fresh)}.${name(note.moved)} TO ${name(old)}.${name(note.moved)}`,
  ];
  const exchange = `${takeAway}${notes.has(note.moved) ? '' : renameSql(moves)}`;
  await alone.query(serverDatabase, `${exchange}ALTER DATABASE ${name(database)} ${charsetSql(loaded)};`, never);
  await makeCode(at, `${await keptCode(client, fresh, never)}\n${noteSql(old, note.swapped)}`);
}

/** Makes the place of what is live, and keeps there what cannot be moved. */
async function keepLive({ client, alone, database, old }: Place, live: Schema | null): Promise<void> {
  const charset = live === null ? '' : charsetSql(live);
  const code = live === null ? '' : await codeOf(client, database, live.views, never);
  const none = live === null ? `${noteSql(old, note.none)}CREATE DATABASE IF NOT EXISTS ${name(database)};\n` : '';
  await alone.query(
    serverDatabase,
    `CREATE DATABASE IF NOT EXISTS ${name(old)} ${charset};\n${none}${keepCodeSql(old, code)}${noteSql(old, note.kept)}`,
    never,
  );
}

async function swapBack(at: Place): Promise<void> {
  const { client, alone, database, fresh, old } = at;
  const { live, kept, notes } = await lookAt(at);
  if (kept === null) return;
  // The note first: a server that was killed while it drops the rest leaves nothing that looks like more to do.
  const unkept = `DROP TABLE IF EXISTS ${name(old)}.${name(note.kept)};\n`;
  const end = `${emptyButNotesSql(old)}${unkept}${notes.has(note.none) ? dropSql(database) : ''}${dropSql(old)}`;
  if (!notes.has(note.kept)) {
    await alone.query(serverDatabase, end, never);
    return;
  }
  const moves = [
    ...movesOf(live, database, fresh),
    ...movesOf(kept, old, database),
    `${name(old)}.${name(note.moved)} TO ${name(fresh)}.${name(note.moved)}`,
  ];
  const code = await keptCode(client, old, never);
  // It says so before it is so: from here on the exchange is not done.
  const open = `DROP TABLE IF EXISTS ${name(old)}.${name(note.swapped)};\n`;
  const takeAway = live === null ? `CREATE DATABASE ${name(database)};\n` : dropCodeSql(database, live);
  const exchange = notes.has(note.moved) ? renameSql(moves) : '';
  const charset = `ALTER DATABASE ${name(database)} ${charsetSql(kept)};`;
  await alone.query(serverDatabase, `${open}${takeAway}${exchange}${charset}`, never);
  await makeCode(at, `${code}\n${end}`);
}

/** How all tables of a database move into another. */
function movesOf(schema: Schema | null, from: string, to: string): string[] {
  return (schema?.tables ?? [])
    .filter((table) => !isNote(table))
    .map((table) => `${name(from)}.${name(table)} TO ${name(to)}.${name(table)}`);
}

/** One statement, which is done whole or not at all. */
function renameSql(moves: readonly string[]): string {
  return `SET lock_wait_timeout = 60; SET foreign_key_checks = 0;\nRENAME TABLE ${moves.join(', ')};\n`;
}

/** Stops at the first error, so what ends the SQL is done only when all of it is. */
async function makeCode({ alone, database }: Place, sql: string): Promise<void> {
  const made = await alone.session(database, Readable.from([sql]), never);
  made.stdout.resume();
  const { exitCode, stderr } = await made.ended;
  if (exitCode !== 0) throw new Error(stderr || `the client ended with ${exitCode}`);
}

async function keptBytes({ client, fresh, old }: Place): Promise<number> {
  const answer = await client.query(
    serverDatabase,
    `SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS UNSIGNED) FROM TABLES
     WHERE TABLE_SCHEMA IN (${literal(fresh)}, ${literal(old)}) AND TABLE_NAME NOT LIKE 'lifeboat%'`,
    never,
  );
  return Number(answer);
}

function dropSql(database: string): string {
  return `DROP DATABASE IF EXISTS ${name(database)};\n`;
}
