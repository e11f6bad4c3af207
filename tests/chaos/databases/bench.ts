import type { DatabaseDriver } from '../../../electron/core/databases/driver.ts';
import { driverOf } from '../../../electron/core/databases/drivers.ts';
import { docker } from '../../support/docker-engine.ts';
import { startDatabaseServer, type TestServer } from '../../support/database-server.ts';
import { until } from '../../support/until.ts';

export type SqlEngine = 'postgresql' | 'mysql';

/** The name of the database that is dumped: it needs quotes wherever it stands. */
export const shop = 'a/b `Shop` ñ';

/** A server with a database that a writer changes all the time, in transactions that each touch two tables. */
export interface Bench extends AsyncDisposable {
  readonly host: string;
  readonly engine: SqlEngine;
  readonly test: TestServer;
  readonly driver: DatabaseDriver;
  /** Starts the writer, again after the container was killed; resolves when it writes. */
  readonly write: () => Promise<void>;
  /** The tables' difference in a database: 0 where no transaction is torn. */
  readonly difference: (database: string) => Promise<number>;
  /** How many transactions a database has seen. */
  readonly written: (database: string) => Promise<number>;
}

// A dump takes the tables in the order of their names: between the two that belong together there is a large one.
const forEngine = {
  postgresql: {
    create: 'CREATE DATABASE "a/b `Shop` ñ";',
    tables: `
CREATE TABLE debit (id bigserial PRIMARY KEY, v int NOT NULL);
CREATE TABLE credit (id int PRIMARY KEY, v bigint NOT NULL);
INSERT INTO credit SELECT g, 0 FROM generate_series(1, 10) AS g;
CREATE TABLE crowd AS SELECT g AS id, repeat(md5(g::text), 30) AS text FROM generate_series(1, 10000) AS g;`,
    transaction:
      'BEGIN; INSERT INTO debit (v) VALUES (7); UPDATE credit SET v = v + 7 WHERE id = 1 + lastval() % 10; COMMIT;',
    writer: 'PGPASSWORD=$POSTGRES_PASSWORD psql -X -q -h 127.0.0.1 -U postgres',
    database: 'PGDATABASE',
  },
  mysql: {
    create: 'CREATE DATABASE `a/b ``Shop`` ñ`;',
    tables: `
CREATE TABLE debit (id bigint AUTO_INCREMENT PRIMARY KEY, v int NOT NULL);
CREATE TABLE credit (id int PRIMARY KEY, v bigint NOT NULL);
INSERT INTO credit SELECT seq, 0 FROM seq_1_to_10;
CREATE TABLE crowd AS SELECT seq AS id, repeat(md5(seq), 30) AS text FROM seq_1_to_10000;`,
    transaction:
      'BEGIN; INSERT INTO debit (v) VALUES (7); SET @row = 1 + floor(rand() * 10); UPDATE credit SET v = v + 7 WHERE id = @row; COMMIT;',
    writer: 'MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb -u root --default-character-set=utf8mb4 -D "$LIFEBOAT_DATABASE"',
    database: 'LIFEBOAT_DATABASE',
  },
} as const;

/** Starts one; ten seconds or so. */
export async function startBench(host: string, engine: SqlEngine): Promise<Bench> {
  const driver = driverOf(engine);
  if (driver === null) throw new Error(`no driver for ${engine}`);
  const test = await startDatabaseServer({ host, engine, env: { AUTH: 'scram-sha-256' } });
  const { create, tables, transaction, writer, database } = forEngine[engine];
  const ask = async (sql: string, of: string): Promise<number> => Number(await test.run(sql, of));
  const bench: Bench = {
    host,
    engine,
    test,
    driver,
    difference: (of) => ask('SELECT (SELECT coalesce(sum(v), 0) FROM debit) - (SELECT sum(v) FROM credit)', of),
    written: (of) => ask('SELECT count(*) FROM debit', of),
    write: async () => {
      const before = await bench.written(shop);
      // All the time, and not all of the machine's time; it goes on after a server that has crashed is back.
      const script = `while :; do while echo '${transaction}'; do sleep 0.01; done | ${writer}; sleep 0.1; done >/dev/null 2>&1`;
      const variable = `${database}=${shop}`;
      await docker(host, 'exec', '--detach', '--env', variable, test.server.containerId, 'sh', '-c', script);
      await until('the writer writes', async () => ((await bench.written(shop)) > before + 50 ? true : null));
    },
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  };
  try {
    await test.run(create);
    await test.run(tables, shop);
    await bench.write();
    return bench;
  } catch (error) {
    await bench[Symbol.asyncDispose]();
    throw error;
  }
}
