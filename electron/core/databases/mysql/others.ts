import { type MySqlClient, serverDatabase } from './client.ts';
import { literal } from './quote.ts';
import { linesOf } from './schema.ts';

/**
 * Refuses when somebody works in a database that is to be exchanged: what they write while its triggers are away would
 * lack what those do. Connections that do nothing are ended first; who comes back at once is at work.
 */
export async function assertNobodyIn(client: MySqlClient, database: string, signal: AbortSignal): Promise<void> {
  const others = (columns: string, idle: string): string =>
    `SELECT ${columns} FROM PROCESSLIST WHERE BINARY DB = ${literal(database)} AND ID <> CONNECTION_ID()
     AND USER NOT IN ('system user', 'event_scheduler')${idle};\n`;
  for (const id of linesOf(await client.query(serverDatabase, others('ID', " AND COMMAND = 'Sleep'"), signal))) {
    // One that has gone by itself is gone.
    await client.query(serverDatabase, `KILL ${Number(id)}`, signal).catch(() => undefined);
  }
  const [who] = linesOf(
    await client.query(serverDatabase, others("CONCAT(USER, ' at ', HOST)", " AND COMMAND <> 'Killed'"), signal),
  );
  if (who !== undefined) throw new Error(`others are connected to it: ${who}`);
}
