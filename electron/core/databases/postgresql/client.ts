import { Readable } from 'node:stream';
import { type Exec, runExec, startExec } from '../../docker/exec.ts';
import { detailOf, hasCode } from '../../errors.ts';
import type { DatabaseServer } from '../driver.ts';
import { enterServer, type WayIn } from '../enter-server.ts';
import { ServerSaid } from '../server-said.ts';

// Passwords stay in the container: its own environment or secrets file gives them to the client's environment there.
// `--no-password` never asks, and what the container's user keeps for psql is not read.
// What a database sets for its clients would end the work of this one.
const prelude = `
export PGUSER="\${POSTGRES_USER:-postgres}" PGAPPNAME=lifeboat PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8
if [ -n "\${POSTGRES_PASSWORD-}" ]; then export PGPASSWORD="$POSTGRES_PASSWORD"
elif [ -r "\${POSTGRES_PASSWORD_FILE-}" ]; then PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE"); export PGPASSWORD; fi
unset POSTGRES_PASSWORD PGSERVICE PGSSLMODE
export PGOPTIONS='-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c default_transaction_read_only=off'
`;
// Messages go to logs: without the rows and statements that they stand in.
const psql =
  'exec psql --no-psqlrc --no-align --tuples-only --quiet --no-password -v ON_ERROR_STOP=1 -v VERBOSITY=terse -v SHOW_CONTEXT=never';

/** Ways to be let in, the most likely first: the server's own user by its socket, the container's user, by the network. */
const ways = [
  { user: 'postgres', env: {} },
  { user: undefined, env: {} },
  { user: undefined, env: { PGHOST: '127.0.0.1' } },
] as const;

/** For psql: the version without what a distribution adds to it. */
export const versionSql = "SELECT split_part(current_setting('server_version'), ' ', 1)";

/** Names no database of anybody, and is always there. */
export const serverDatabase = 'template1';

/** A server that lets Lifeboat in. */
export interface PostgresClient {
  /** Runs SQL (and what psql knows beside it) in a database and resolves with the output. Rejects with what psql said. */
  readonly query: (database: string, sql: string, signal: AbortSignal) => Promise<string>;
  /** The same for SQL that comes bit by bit. */
  readonly session: (database: string, sql: Readable, signal: AbortSignal) => Promise<Exec>;
  /** Another program of PostgreSQL, with the database in its environment. */
  readonly program: (database: string, command: string, args: readonly string[], signal: AbortSignal) => Promise<Exec>;
}

/** Finds a way in; waits for a server that starts. DATABASE_REFUSED. */
export async function postgresClient(server: DatabaseServer, signal: AbortSignal): Promise<PostgresClient> {
  const open = (way: (typeof ways)[number]): WayIn<PostgresClient> => {
    const client = clientBy(server, way);
    return { client, knock: async () => client.query(serverDatabase, 'SELECT 1', signal).then(() => null, refusalOf) };
  };
  return enterServer(server.service, ways.map(open), isStarting, signal);
}

/** A user that the container does not have is a way that is not there; other failures of the engine are failures. */
function refusalOf(error: unknown): string {
  if (error instanceof ServerSaid) return error.message;
  if (hasCode(error, 'DOCKER_CALL_FAILED') && /find user|no matching entries/u.test(detailOf(error))) {
    return detailOf(error);
  }
  throw error;
}

function isStarting(refusal: string): boolean {
  return /starting up|shutting down|not yet accepting|recovery mode|Is the server running|Connection refused/u.test(
    refusal,
  );
}

function clientBy(
  { docker, containerId, service }: DatabaseServer,
  { user, env }: { readonly user: string | undefined; readonly env: Readonly<Record<string, string>> },
): PostgresClient {
  const spec = (database: string, script: string) => ({
    containerId,
    what: `database of ${service}`,
    script: `${prelude}${script}`,
    user,
    env: { ...env, PGDATABASE: database },
  });
  return {
    query: async (database, sql, signal) => {
      const end = await runExec(docker, { ...spec(database, psql), input: Readable.from([sql]), signal });
      if (end.exitCode === 0) return end.stdout;
      throw new ServerSaid(end.stderr || end.stdout || `psql ended with ${end.exitCode}`);
    },
    session: async (database, sql, signal) => startExec(docker, { ...spec(database, psql), input: sql, signal }),
    program: async (database, command, args, signal) =>
      startExec(docker, { ...spec(database, `exec ${command} "$@"`), args, signal }),
  };
}
