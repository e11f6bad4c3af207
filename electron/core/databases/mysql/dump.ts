import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { DatabaseServer, Dump } from '../driver.ts';
import { headerLine } from '../dump-header.ts';
import { dumpStream } from '../dump-stream.ts';
import { DumpTail } from '../dump-tail.ts';
import { type MySqlClient, mySqlClient, serverDatabase } from './client.ts';
import { codeOf, completed } from './code.ts';
import { InsertCounter } from './insert-counter.ts';
import { literal } from './quote.ts';
import { schemasOf, versionOf } from './schema.ts';

/** Between the tables and what is made when they have their names: triggers, routines, events, views. */
export const codeMarker = '\n-- Lifeboat: code\n';
/** The last line. */
export const endMarker = '\n-- Lifeboat: end\n';

const tailBytes = 200;
const options = ['--quick', '--skip-triggers', '--hex-blob', '--no-tablespaces'];

/** Begins a dump of one moment; its rows are counted as they pass. DATABASE_REFUSED, DATABASE_DUMP_FAILED. */
export async function dumpMySql(server: DatabaseServer, database: string, signal: AbortSignal): Promise<Dump> {
  const client = await mySqlClient(server, signal);
  try {
    return await begin(client, database, signal);
  } catch (error) {
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_DUMP_FAILED', { database, detail: detailOf(error) }, { cause: error });
  }
}

async function begin(client: MySqlClient, database: string, signal: AbortSignal): Promise<Dump> {
  const answer = await client.query(
    serverDatabase,
    `SELECT VERSION(); SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS UNSIGNED) FROM TABLES WHERE BINARY TABLE_SCHEMA = ${literal(database)}`,
    signal,
  );
  const [version = '', bytes = '0'] = answer.split('\n').map(versionOf);
  const schema = (await schemasOf(client, [database], signal)).get(database);
  if (schema === undefined) throw new Error('the server has no database of this name');
  const { views, unsafe, charset, collation } = schema;
  const args = [
    ...options,
    // Where a table has no transactions, writers wait: there is no other way to a dump of one moment.
    unsafe.length === 0 ? '--single-transaction' : '--lock-tables',
    ...(/mariadb/iu.test(version) ? [] : ['--set-gtid-purged=OFF']),
    ...views.map((view) => `--ignore-table=${database}.${view}`),
    '--',
    database,
  ];
  const program = await client.dump(args, signal);
  const counter = new InsertCounter();
  const tail = new DumpTail(tailBytes);
  return dumpStream({
    database,
    head: headerLine({ engine: 'mysql', version, bytes: Number(bytes), charset, collation }),
    program,
    hear: (chunk) => {
      counter.hear(chunk);
      tail.hear(chunk);
    },
    foot: async () => {
      if (!tail.has(completed)) throw new Error('its end marker is missing');
      return `${codeMarker}${await codeOf(client, database, views, signal)}${endMarker}`;
    },
    conclude: () => Promise.resolve({ version, rows: counter.counted }),
    close: () => Promise.resolve(),
  });
}
