import { PassThrough } from 'node:stream';
import { chunksOf } from '../../byte-stream.ts';
import type { Exec } from '../../docker/exec.ts';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { DatabaseServer, Dump, TableRows } from '../driver.ts';
import { headerLine } from '../dump-header.ts';
import { dumpStream } from '../dump-stream.ts';
import { DumpTail } from '../dump-tail.ts';
import { type PostgresClient, postgresClient } from './client.ts';
import { countedRows, countSql } from './count-rows.ts';
import { Making, makingSql, propertiesOf } from './properties.ts';

/** Near the end of every whole dump; since the summer of 2025 a line with `\unrestrict` follows. */
export const endMarker = '\n-- PostgreSQL database dump complete\n';
/** In how many of the last bytes it is. */
export const endBytes = 512;

const options = ['--format=plain', '--encoding=UTF8', '--no-password', '--lock-wait-timeout=120s'];

/** Begins a dump of one snapshot, in which also the rows are counted. DATABASE_REFUSED, DATABASE_DUMP_FAILED. */
export async function dumpPostgres(server: DatabaseServer, database: string, signal: AbortSignal): Promise<Dump> {
  const client = await postgresClient(server, signal);
  try {
    return await begin(client, database, signal);
  } catch (error) {
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_DUMP_FAILED', { database, detail: detailOf(error) }, { cause: error });
  }
}

async function begin(client: PostgresClient, database: string, signal: AbortSignal): Promise<Dump> {
  const snapshot = await holdSnapshot(client, database, signal);
  try {
    const head = `${headerLine(snapshot.making)}${await propertiesOf(client, database, signal)}`;
    const args = [...options, `--snapshot=${snapshot.name}`];
    const program = await client.program(database, 'pg_dump', args, signal);
    const tail = new DumpTail(endBytes);
    return dumpStream({
      database,
      head,
      program,
      hear: (chunk) => {
        // It writes only after it has taken the snapshot over, which until then must be held.
        snapshot.letGo();
        tail.hear(chunk);
      },
      conclude: async () => {
        if (!tail.has(endMarker)) throw new Error('its end marker is missing');
        return { version: snapshot.making.version, rows: await snapshot.rows };
      },
      close: async () => snapshot.close(),
    });
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

interface HeldSnapshot {
  readonly name: string;
  readonly making: Making;
  /** The rows of that moment; counted while it is held. */
  readonly rows: Promise<TableRows[]>;
  /** The session may end when it has counted. */
  readonly letGo: () => void;
  /** Ends it now. */
  readonly close: () => Promise<void>;
}

/** A session whose snapshot others can take over, and that counts rows in it. */
async function holdSnapshot(client: PostgresClient, database: string, signal: AbortSignal): Promise<HeldSnapshot> {
  const input = new PassThrough();
  input.write(`SET statement_timeout = 0; SET lock_timeout = '120s'; SET idle_in_transaction_session_timeout = 0;
    SET row_security = off;
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SELECT pg_export_snapshot();${makingSql}${countSql}`);
  const session = await client.session(database, input, signal);
  const lines = linesOf(session);
  const close = async (): Promise<void> => {
    session.stdout.destroy();
    await session.ended.catch(() => undefined);
  };
  try {
    const name = await lines.next();
    const making = await lines.next();
    if (name.done === true || making.done === true) throw new Error((await session.ended).stderr);
    const rows = restOf(lines, session);
    // Whoever waits for the dump hears of it.
    rows.catch(() => undefined);
    const letGo = (): void => {
      input.end();
    };
    return { name: name.value, making: Making.parse(JSON.parse(making.value)), rows, letGo, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function restOf(lines: AsyncGenerator<string>, session: Exec): Promise<TableRows[]> {
  const rest: string[] = [];
  for await (const line of lines) rest.push(line);
  const { exitCode, stderr } = await session.ended;
  if (exitCode !== 0) throw new Error(`the rows could not be counted: ${stderr}`);
  return countedRows(rest.join('\n'));
}

async function* linesOf(session: Exec): AsyncGenerator<string, void, undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunksOf(session.stdout)) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
    }
  }
}
