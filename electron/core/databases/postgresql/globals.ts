import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { DatabaseServer, Dump } from '../driver.ts';
import { headerLine } from '../dump-header.ts';
import { dumpStream } from '../dump-stream.ts';
import { DumpTail } from '../dump-tail.ts';
import { postgresClient, serverDatabase, versionSql } from './client.ts';
import { statementsFor } from './missing-roles.ts';

const endMarker = '\n-- PostgreSQL database cluster dump complete\n';
const endBytes = 512;

/** The server's roles with their passwords' hashes, their memberships and settings, as SQL. As `DatabaseDriver.dump`. */
export async function dumpGlobals(server: DatabaseServer, signal: AbortSignal): Promise<Dump> {
  const client = await postgresClient(server, signal);
  const version = (await client.query(serverDatabase, versionSql, signal)).trim();
  const program = await client.program(serverDatabase, 'pg_dumpall', ['--globals-only', '--no-password'], signal);
  const tail = new DumpTail(endBytes);
  return dumpStream({
    database: 'globals',
    head: headerLine({ engine: 'postgresql', version }),
    program,
    hear: (chunk) => tail.hear(chunk),
    conclude: () => {
      if (!tail.has(endMarker)) throw new Error('its end marker is missing');
      return Promise.resolve({ version, rows: [] });
    },
    close: () => Promise.resolve(),
  });
}

/** Makes the roles of such a dump that the server does not have, and touches no other. Resolves with their names. DATABASE_RESTORE_FAILED. */
export async function addMissingRoles(
  server: DatabaseServer,
  globals: Readable,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const client = await postgresClient(server, signal);
  try {
    const known = z
      .array(z.string())
      .parse(
        JSON.parse(await client.query(serverDatabase, 'SELECT json_agg(quote_ident(rolname)) FROM pg_roles', signal)),
      );
    const { roles, sql } = statementsFor(await text(globals), new Set(known));
    if (roles.length > 0) await client.query(serverDatabase, `BEGIN;\n${sql}COMMIT;\n`, signal);
    return roles;
  } catch (error) {
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_RESTORE_FAILED', { database: 'globals', detail: detailOf(error) }, { cause: error });
  }
}
