import { type ComposeSpec, type ComposeStack, startComposeStack } from './compose-stack.ts';
import { databaseImage, importDatabases } from './database-image.ts';
import { recipes } from './database-server.ts';
import { until } from './until.ts';

/** The password of its server: in its compose file, and in no command line of any test. */
export const stackPassword = 'St4ck-canary&"\'$x';

/** An application with a database server and a service that writes to it all the time. */
export interface DatabaseStack extends AsyncDisposable {
  readonly stack: ComposeStack;
  /** SQL in the server's own container, as its superuser; resolves with what it prints, trimmed. */
  readonly run: (sql: string, database: string) => Promise<string>;
}

/** Names that differ between the engines in these stacks. */
export const dialects = {
  postgresql: {
    binaries: '/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin',
    // Told by PGDATA, which its own images set.
    files: '/data',
    client: 'PGPASSWORD=$POSTGRES_PASSWORD psql -X -A -t -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres -d',
    server: 'postgres',
    serial: 'serial PRIMARY KEY',
    text: `'order ' || n || E' it''s \\\\ "odd" 数据'`,
    digest: `md5(string_agg(id || note, ',' ORDER BY id))`,
    numbers: 'generate_series(1, 500) AS numbers(n)',
  },
  mysql: {
    binaries: '/usr/sbin:/usr/bin:/bin',
    // Told by its password and by this place.
    files: '/var/lib/mysql',
    client:
      'MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb --skip-ssl --default-character-set=utf8mb4 -N -B -h 127.0.0.1 -u root',
    server: 'mysql',
    serial: 'int AUTO_INCREMENT PRIMARY KEY',
    text: `concat('order ', seq, ' it''s "odd" 数据')`,
    digest: `md5(group_concat(id, note ORDER BY id))`,
    numbers: 'seq_1_to_500',
  },
} as const;

/**
 * Starts one: `db` and `writer`, databases `shop` and `wiki`, the server's files in the volume `files`. `named` as for
 * every stack.
 */
export async function startDatabaseStack(
  host: string,
  engine: keyof typeof dialects,
  named: Pick<ComposeSpec, 'project' | 'folder'> = {},
): Promise<DatabaseStack> {
  await importDatabases(host);
  const { client, serial, text, numbers, server, binaries, files } = dialects[engine];
  const recipe = recipes[engine];
  const password = engine === 'postgresql' ? 'POSTGRES_PASSWORD' : 'MARIADB_ROOT_PASSWORD';
  const boot = recipe.boot
    .replace('--skip-networking', '--bind-address=127.0.0.1')
    .replaceAll('/data/my', '/var/lib/mysql/data');
  // Both rows or none: a copy of one moment has as many orders as its total says.
  const order = `BEGIN; INSERT INTO orders (note) VALUES ('written'); UPDATE totals SET orders = orders + 1; COMMIT;`;
  // All the time, and not all of the machine's time.
  const write = `trap 'exit 0' TERM; while :; do ${client} shop -e "${order}" 2>/dev/null; sleep 0.05; done`;
  const psql = write.replace('shop -e', 'shop -c');
  // A service that tells nothing of its health is watched for seconds after each start.
  const healthcheck = { test: ['CMD', 'true'], interval: '200ms' };
  const compose = JSON.stringify({
    version: '3.8',
    services: {
      db: {
        image: databaseImage,
        command: ['sh', '-c', escaped(boot)],
        network_mode: 'none',
        environment: { ...recipe.env, AUTH: 'scram-sha-256', FLAGS: '', [password]: escaped(stackPassword) },
        volumes: [`files:${files}`, 'other:/other'],
        stop_grace_period: '30s',
        healthcheck,
      },
      writer: {
        image: databaseImage,
        command: ['sh', '-c', escaped(engine === 'postgresql' ? psql : write)],
        network_mode: 'service:db',
        environment: { PATH: binaries, [password]: escaped(stackPassword) },
        depends_on: ['db'],
        healthcheck,
      },
    },
    volumes: { files: {}, other: {} },
  });
  const stack = await startComposeStack({ ...named, host, compose });
  const run = async (sql: string, database: string): Promise<string> => {
    const flag = engine === 'postgresql' ? '-c' : '-e';
    const script = `${client} "$1" ${flag} "$2"`;
    return (await stack.exec('db', 'sh', '-c', script, 'sh', database, sql)).trim();
  };
  try {
    await until('the server answers', () =>
      run('SELECT 1', server).then(
        () => true,
        () => null,
      ),
    );
    // MariaDB makes one of this name by itself.
    await run('DROP DATABASE IF EXISTS test', server);
    for (const database of ['wiki', 'shop']) {
      await run(`CREATE DATABASE ${database}`, server);
      await run(`CREATE TABLE pages (id ${serial}, note text)`, database);
      await run(`INSERT INTO pages (note) SELECT ${text} FROM ${numbers}`, database);
    }
    await run('CREATE TABLE totals (orders int)', 'shop');
    await run('INSERT INTO totals VALUES (0)', 'shop');
    await run(`CREATE TABLE orders (id ${serial}, note text)`, 'shop');
    return { stack, run, [Symbol.asyncDispose]: async () => stack[Symbol.asyncDispose]() };
  } catch (error) {
    const log = await stack.compose('logs', '--no-color').catch(String);
    await stack[Symbol.asyncDispose]();
    throw new Error(`the stack does not start: ${log.slice(-2000)}`, { cause: error });
  }
}

/** For a compose file: a dollar of its own. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}
