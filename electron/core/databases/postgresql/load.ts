import type { Readable } from 'node:stream';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import { tapped } from '../../docker/tapped.ts';
import { readHeader } from '../dump-header.ts';
import { DumpTail } from '../dump-tail.ts';
import { mayLoad } from '../dump-version.ts';
import { assertRoom } from '../server-space.ts';
import { failureOf } from '../stream-failure.ts';
import { type PostgresClient, serverDatabase, versionSql } from './client.ts';
import { endBytes, endMarker } from './dump.ts';
import { createDatabase, Making } from './properties.ts';

/**
 * Loads a dump into a database that it makes; stops at the first error. `database` is named in errors.
 * DATABASE_RESTORE_FAILED, DATABASE_VERSION_REFUSED, SPACE_INSUFFICIENT.
 */
export async function loadDump(
  client: PostgresClient,
  { dump, into, database }: { readonly dump: Readable; readonly into: string; readonly database: string },
  signal: AbortSignal,
): Promise<void> {
  const { header, rest } = await readHeader(dump, Making, database);
  try {
    const version = (await client.query(serverDatabase, versionSql, signal)).trim();
    if (!mayLoad('postgresql', header.version, version)) {
      throw new AppError('DATABASE_VERSION_REFUSED', { database, from: header.version, to: version });
    }
    await assertFits(client, header, signal);
    await client.query(serverDatabase, createDatabase(into, header), signal);
    const tail = new DumpTail(endBytes);
    const input = tapped(rest, (chunk) => tail.hear(chunk));
    const failed = failureOf(input);
    const load = await client.session(into, input, signal);
    load.stdout.resume();
    const { exitCode, stderr } = await load.ended;
    if (exitCode !== 0) throw new Error(stderr || `psql ended with ${exitCode}`);
    const failure = failed();
    if (failure !== null) throw failure;
    if (!tail.has(endMarker)) throw new Error('its end marker is missing');
    await client.query(into, 'ANALYZE', signal);
  } catch (error) {
    rest.destroy();
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_RESTORE_FAILED', { database, detail: detailOf(error) }, { cause: error });
  }
}

/** A server that cannot write its log any more goes down, with every database that it has. */
async function assertFits(client: PostgresClient, { bytes }: Making, signal: AbortSignal): Promise<void> {
  const answer = await client.query(
    serverDatabase,
    "SELECT current_setting('data_directory'); SELECT pg_size_bytes(current_setting('max_wal_size'))",
    signal,
  );
  const [path = '', logBytes = '0'] = answer.split('\n');
  const df = await client.program(serverDatabase, 'df', ['-Pk', path], signal);
  await assertRoom(df, { path, bytes, logBytes: Number(logBytes) });
}
