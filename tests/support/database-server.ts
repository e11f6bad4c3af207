import { Readable } from 'node:stream';
import { connectDocker } from '../../electron/core/docker/client.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import type { DatabaseServer } from '../../electron/core/databases/driver.ts';
import type { DatabaseEngine } from '../../shared/model/database.ts';
import { expectCommand } from './command.ts';
import { databaseImage } from './database-image.ts';
import { docker } from './docker-engine.ts';
import { until } from './until.ts';

/** A database server in a container of its own, set up as the official image of its engine does. Disposal removes it. */
export interface TestServer extends AsyncDisposable {
  readonly server: DatabaseServer;
  /** SQL, or a command of Redis, by the engine's own client as its superuser; resolves with what it prints. */
  readonly run: (text: string, database?: string) => Promise<string>;
  /** A command in the container, as root. */
  readonly shell: (script: string) => Promise<string>;
}

/** The password that servers are started with. */
export const serverPassword = 'S3cr3t-canary&"\'$x';

/** For `sh`: the password of a variable, or of the secrets file that its `_FILE` names. */
const given = (variable: string): string => `"\${${variable}:-$(cat "$${variable}_FILE")}"`;

const binaries = '/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a container of `databaseImage` does before and as its server, and how its client is called. */
export const recipes = {
  postgresql: {
    env: { PATH: binaries, POSTGRES_PASSWORD: serverPassword, PGDATA: '/data/pg' },
    boot: `
mkdir -p /data/pg /run/postgresql && chown postgres /data/pg /run/postgresql
cd /
if [ ! -s /data/pg/PG_VERSION ]; then
  setpriv --reuid postgres --regid postgres --clear-groups sh -c '
    printf %s ${given('POSTGRES_PASSWORD')} >/tmp/pw
    initdb -E UTF8 --locale C.UTF-8 --auth-local "$AUTH" --auth-host scram-sha-256 --pwfile /tmp/pw >/dev/null && rm /tmp/pw'
fi
exec setpriv --reuid postgres --regid postgres --clear-groups postgres -c listen_addresses=127.0.0.1 -c fsync=off $FLAGS`,
    client: `PGPASSWORD=${given('POSTGRES_PASSWORD')} exec psql -X -A -t -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres`,
    database: 'PGDATABASE',
  },
  mysql: {
    env: { MARIADB_ROOT_PASSWORD: serverPassword },
    boot: `
mkdir -p /data/my /run/mysqld && chown mysql /data/my /run/mysqld
if [ ! -d /data/my/mysql ]; then
  mariadb-install-db --user=mysql --datadir=/data/my --auth-root-authentication-method=normal >/dev/null
  escaped=$(printf %s ${given('MARIADB_ROOT_PASSWORD')} | sed "s/'/''/g")
  printf "ALTER USER root@localhost IDENTIFIED BY '%s';\\n" "$escaped" >/data/my/first.sql
  chown mysql /data/my/first.sql; first=--init-file=/data/my/first.sql
fi
exec mariadbd --user=mysql --datadir=/data/my --skip-networking --innodb-flush-log-at-trx-commit=0 $first $FLAGS`,
    client: `MYSQL_PWD=${given('MARIADB_ROOT_PASSWORD')} exec mariadb -u root --default-character-set=utf8mb4 -N -B`,
    database: 'LIFEBOAT_DATABASE',
  },
  redis: {
    env: { REDIS_PASSWORD: serverPassword },
    boot: `mkdir -p /data && chown redis /data && cd /data
umask 077; printf 'requirepass "%s"\\n' "$(printf %s "$REDIS_PASSWORD" | sed 's/[\\\\"]/\\\\&/g')" >/tmp/redis.conf; chown redis /tmp/redis.conf
exec setpriv --reuid redis --regid redis --clear-groups redis-server /tmp/redis.conf --dir /data $FLAGS`,
    client: 'REDISCLI_AUTH=$REDIS_PASSWORD exec redis-cli',
    database: 'LIFEBOAT_DATABASE',
  },
} as const;

export interface ServerOptions {
  readonly host: string;
  readonly engine: Exclude<DatabaseEngine, 'mongodb'>;
  /** More variables of the container. `AUTH`: PostgreSQL's rule for its socket; `FLAGS`: arguments of the server. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of `docker run`. */
  readonly args?: readonly string[];
}

/** Starts one and waits until it answers; a few seconds. */
export async function startDatabaseServer({ host, engine, env = {}, args = [] }: ServerOptions): Promise<TestServer> {
  const recipe = recipes[engine];
  const all = Object.entries({ AUTH: 'trust', FLAGS: '', ...recipe.env, ...env });
  const variables = all.flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const flags = ['run', '--detach', '--network', 'none', ...variables, ...args];
  const containerId = (await docker(host, ...flags, databaseImage, 'sh', '-c', recipe.boot)).trim();
  const shell = (script: string): Promise<string> => docker(host, 'exec', containerId, 'sh', '-c', script);
  const started: TestServer = {
    server: { docker: await connectDocker(parseEndpoint(host)), engine, service: 'db', containerId },
    shell,
    run: (text, database = '') => {
      const chosen = engine === 'mysql' && database !== '' ? ' -D "$LIFEBOAT_DATABASE"' : '';
      const given = database === '' ? [] : ['--env', `${recipe.database}=${database}`];
      const script = engine === 'redis' ? `${recipe.client} ${text}` : `${recipe.client}${chosen}`;
      return expectCommand('docker', ['exec', '-i', ...given, containerId, 'sh', '-c', script], {
        env: { DOCKER_HOST: host },
        input: Readable.from([text]),
      });
    },
    [Symbol.asyncDispose]: async () => {
      await docker(host, 'rm', '--force', '--volumes', containerId);
    },
  };
  try {
    await until(`${engine} answers`, () =>
      started.run(engine === 'redis' ? 'ping' : 'SELECT 1').then(
        () => true,
        () => null,
      ),
    );
    return started;
  } catch (error) {
    const log = await docker(host, 'logs', containerId).catch(String);
    await started[Symbol.asyncDispose]();
    throw new Error(`${engine} does not start: ${log.slice(-2000)}`, { cause: error });
  }
}
