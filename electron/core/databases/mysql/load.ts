import { Readable } from 'node:stream';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import { readHeader } from '../dump-header.ts';
import { mayLoad } from '../dump-version.ts';
import { assertRoom } from '../server-space.ts';
import { failureOf } from '../stream-failure.ts';
import type { MySqlClient } from './client.ts';
import { serverDatabase } from './client.ts';
import { note, noteSql } from './notes.ts';
import { name } from './quote.ts';
import { charsetSql, Making, versionOf } from './schema.ts';
import { splitDump } from './split-dump.ts';

const largestPacket = 1024 ** 3;

/**
 * Loads the tables of a dump into a database that it makes, and resolves with the SQL that is left for later.
 * `database` is named in errors. DATABASE_RESTORE_FAILED, DATABASE_VERSION_REFUSED, SPACE_INSUFFICIENT.
 */
export async function loadTables(
  client: MySqlClient,
  { dump, into, database }: { readonly dump: Readable; readonly into: string; readonly database: string },
  signal: AbortSignal,
): Promise<string> {
  const { header, rest } = await readHeader(dump, Making, database);
  try {
    const version = versionOf(await client.query(serverDatabase, 'SELECT VERSION()', signal));
    if (!mayLoad('mysql', header.version, version)) {
      throw new AppError('DATABASE_VERSION_REFUSED', { database, from: header.version, to: version });
    }
    const path = (await client.query(serverDatabase, 'SELECT @@global.datadir', signal)).trim();
    await assertRoom(await client.df(path, signal), { path, bytes: header.bytes, logBytes: 0 });
    await client.query(serverDatabase, `CREATE DATABASE ${name(into)} ${charsetSql(header)}`, signal);
    await using _ = await largePackets(client, into, signal);
    const { tables, code } = splitDump(rest);
    const input = Readable.from(tables, { objectMode: false });
    const failed = failureOf(input);
    const load = await client.session(into, input, signal);
    load.stdout.resume();
    const { exitCode, stderr } = await load.ended;
    const failure = failed();
    if (failure !== null) throw failure;
    if (exitCode !== 0) throw new Error(stderr || `the client ended with ${exitCode}`);
    return code();
  } catch (error) {
    rest.destroy();
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_RESTORE_FAILED', { database, detail: detailOf(error) }, { cause: error });
  }
}

/** A large value takes twice its size in a dump, and the server takes no larger statement than it is set to. */
async function largePackets(client: MySqlClient, into: string, signal: AbortSignal): Promise<AsyncDisposable> {
  const before = Number(await client.query(serverDatabase, 'SELECT @@global.max_allowed_packet', signal));
  if (before >= largestPacket) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const kept = `${noteSql(into, note.packet)}INSERT INTO ${name(into)}.${name(note.packet)} VALUES (0, '${before}');\n`;
  await client.query(serverDatabase, `${kept}SET GLOBAL max_allowed_packet = ${largestPacket}`, signal);
  return { [Symbol.asyncDispose]: async () => restorePackets(client, into) };
}

/** Sets back what a load that may have been killed has raised, if its note is there. Not by a job's signal: a cancel must not leave it so. */
export async function restorePackets(client: MySqlClient, into: string): Promise<void> {
  const never = new AbortController().signal;
  const packet = `${name(into)}.${name(note.packet)}`;
  const before = Number(await client.query(serverDatabase, `SELECT sql_text FROM ${packet}`, never));
  if (before > 0) await client.query(serverDatabase, `SET GLOBAL max_allowed_packet = ${before}`, never);
  await client.query(serverDatabase, `DROP TABLE ${packet}`, never);
}
