import { Readable } from 'node:stream';
import { type Exec, runExec, startExec } from '../../docker/exec.ts';
import type { DatabaseServer } from '../driver.ts';
import { enterServer, type WayIn } from '../enter-server.ts';
import { ServerSaid } from '../server-said.ts';

// Passwords stay in the container: its own environment or secrets file gives them to the client's environment there.
const prelude = `
unset MYSQL_PWD MYSQL_HOST
secret() { if [ -n "$1" ]; then printf %s "$1"; elif [ -r "$2" ]; then cat "$2"; fi; }
case $LIFEBOAT_WAY in
  root)
    user=root
    MYSQL_PWD=$(secret "\${MARIADB_ROOT_PASSWORD:-\${MYSQL_ROOT_PASSWORD-}}" "\${MARIADB_ROOT_PASSWORD_FILE:-\${MYSQL_ROOT_PASSWORD_FILE-}}")
    ;;
  user)
    user=\${MARIADB_USER:-\${MYSQL_USER-}}
    if [ -z "$user" ]; then echo "the environment names no other user" >&2; exit 1; fi
    MYSQL_PWD=$(secret "\${MARIADB_PASSWORD:-\${MYSQL_PASSWORD-}}" "\${MARIADB_PASSWORD_FILE:-\${MYSQL_PASSWORD_FILE-}}")
    ;;
esac
if [ -n "$MYSQL_PWD" ]; then export MYSQL_PWD; else unset MYSQL_PWD; fi
unset MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD MARIADB_PASSWORD MYSQL_PASSWORD
either() { if command -v "$1" >/dev/null; then echo "$1"; else echo "$2"; fi; }
`;
const login = '--user="$user" --default-character-set=utf8mb4 --max-allowed-packet=1G';
const query = `exec "$(either mariadb mysql)" ${login} --connect-timeout=10 --batch --skip-column-names --raw --database="$LIFEBOAT_DATABASE"`;
const dump = `exec "$(either mariadb-dump mysqldump)" ${login} "$@"`;

/** As root, by its password or its socket alone; as the user that the server was made with. */
const ways = ['root', 'user'] as const;

/** A database that every server has. */
export const serverDatabase = 'information_schema';

/** A server that lets Lifeboat in. */
export interface MySqlClient {
  /** Runs SQL in a database and resolves with the output. Rejects with what the client said. */
  readonly query: (database: string, sql: string, signal: AbortSignal) => Promise<string>;
  /** The same for SQL that comes bit by bit. */
  readonly session: (database: string, sql: Readable, signal: AbortSignal) => Promise<Exec>;
  /** The program that writes dumps. */
  readonly dump: (args: readonly string[], signal: AbortSignal) => Promise<Exec>;
  /** What the disk of a folder of the server has left, as `df -Pk` says it. */
  readonly df: (path: string, signal: AbortSignal) => Promise<Exec>;
}

/** Finds a way in; waits for a server that starts. DATABASE_REFUSED. */
export async function mySqlClient(server: DatabaseServer, signal: AbortSignal): Promise<MySqlClient> {
  const open = (way: (typeof ways)[number]): WayIn<MySqlClient> => {
    const client = clientBy(server, way);
    return { client, knock: async () => client.query(serverDatabase, 'SELECT 1', signal).then(() => null, refusalOf) };
  };
  return enterServer(server.service, ways.map(open), isStarting, signal);
}

function refusalOf(error: unknown): string {
  if (error instanceof ServerSaid) return error.message;
  throw error;
}

/** 2002: nothing listens yet. 1053: it shuts down. */
function isStarting(refusal: string): boolean {
  return /ERROR (?:2002|2003|2013|1053)\b/u.test(refusal);
}

function clientBy({ docker, containerId, service }: DatabaseServer, way: (typeof ways)[number]): MySqlClient {
  const spec = (database: string, script: string) => ({
    containerId,
    what: `database of ${service}`,
    script: `${prelude}${script}`,
    env: { LIFEBOAT_WAY: way, LIFEBOAT_DATABASE: database },
  });
  return {
    query: async (database, sql, signal) => {
      const end = await runExec(docker, { ...spec(database, query), input: Readable.from([sql]), signal });
      if (end.exitCode === 0) return end.stdout;
      throw new ServerSaid(end.stderr || end.stdout || `the client ended with ${end.exitCode}`);
    },
    session: async (database, sql, signal) => startExec(docker, { ...spec(database, query), input: sql, signal }),
    dump: async (args, signal) => startExec(docker, { ...spec('', dump), args, signal }),
    df: async (path, signal) => startExec(docker, { ...spec('', 'exec df -Pk "$1"'), args: [path], signal }),
  };
}
