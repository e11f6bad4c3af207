import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseSite, DumpFacts } from '../../../electron/core/databases/driver.ts';
import { mySqlDriver } from '../../../electron/core/databases/mysql/driver.ts';
import { lookAtDatabases } from '../../../electron/core/databases/stack-databases.ts';
import type { ServiceState } from '../../../shared/model/stack.ts';
import { type Bench, startBench } from '../../chaos/databases/bench.ts';
import { dumpRounds } from '../../chaos/databases/dump-rounds.ts';
import { killRounds } from '../../chaos/databases/kill-rounds.ts';
import { watchingProcesses } from '../../support/canary.ts';
import { importDatabases } from '../../support/database-image.ts';
import { serverPassword, startDatabaseServer, type TestServer } from '../../support/database-server.ts';
import { dockerHost } from '../../support/docker-host.ts';
import { diesAfter } from '../../support/dying-engine.ts';

const host = dockerHost();
const { signal } = new AbortController();

beforeAll(async () => importDatabases(host), 900_000);

interface TakenDump {
  readonly sql: Buffer;
  readonly facts: DumpFacts;
}

async function take({ server }: TestServer, database: string): Promise<TakenDump> {
  const dump = await mySqlDriver.dump(server, database, signal);
  const [sql, facts] = await Promise.all([buffer(dump.stream), dump.done]);
  return { sql, facts };
}

function bytes(sql: Buffer): Readable {
  return Readable.from([sql], { objectMode: false });
}

async function stage(site: DatabaseSite, { sql, facts }: TakenDump): Promise<void> {
  await site.stage(bytes(sql), signal);
  await site.check(facts.rows, signal);
}

describe('a MariaDB that is written to all the time', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(host, 'mysql');
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  test('gives dumps of one moment each, that load into what they state', { timeout: 300_000 }, async () => {
    const held = await dumpRounds(bench, 3);
    expect(held[0]).toBeGreaterThan(50);
    expect(held.at(-1)).toBeGreaterThan(held[0] ?? 0);
  });

  test('of a dump that is killed nothing looks whole, and no process stays', { timeout: 300_000 }, async () => {
    const { of, failed } = await killRounds(bench, 5, 11);
    expect(of).toEqual({ program: 3, server: 1, call: 1 });
    expect(failed).toBeGreaterThan(0);
  });
});

const odd = `
CREATE TABLE \`T \\\`\`\\' / ;\` (id int PRIMARY KEY, raw blob, sum int AS (id * 2) STORED, \`VALUES (\` int);
INSERT INTO \`T \\\`\`\\' / ;\` (id, raw, \`VALUES (\`) SELECT seq, x'00ff27005c0a', seq FROM seq_1_to_100;
CREATE TABLE parent (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100) UNIQUE) CHARACTER SET utf8mb4;
CREATE TABLE child (id int AUTO_INCREMENT PRIMARY KEY, parent int, CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent (name) VALUES ('a\\nb\\\\'), ('INSERT INTO \`parent\` VALUES (1);'), ('\\n-- Lifeboat: code\\n'), ('ñ');
INSERT INTO child (parent) SELECT 1 + seq % 3 FROM seq_1_to_30;
CREATE FUNCTION half(x int) RETURNS int DETERMINISTIC RETURN x DIV 2;
CREATE VIEW families AS SELECT p.name, count(*) AS children, half(count(*)) AS half FROM parent p JOIN child c ON c.parent = p.id GROUP BY p.name;
CREATE VIEW above AS SELECT children FROM families;
CREATE TABLE log (what varchar(100));
CREATE TRIGGER loud BEFORE INSERT ON parent FOR EACH ROW SET NEW.name = upper(NEW.name);
DELIMITER ;;
CREATE PROCEDURE say(IN word varchar(50)) BEGIN INSERT INTO log VALUES (word); INSERT INTO log VALUES (word); END;;
DELIMITER ;
CREATE EVENT every_day ON SCHEDULE EVERY 1 DAY DO INSERT INTO log VALUES ('event');
CREATE SEQUENCE numbers START WITH 5;
CREATE TABLE large (id int PRIMARY KEY, raw longblob);
SET @@session.sql_mode = '';
INSERT INTO large SELECT 1, repeat(x'00ff', 6 * 1024 * 1024);
`;

const running: Omit<ServiceState, 'containerId'> = {
  containerName: 'shop-db-1',
  project: 'shop',
  service: 'db',
  number: 1,
  state: 'running',
  role: 'long-running',
  restartPolicy: 'no',
  autoRemove: false,
  exitCode: 0,
  startedAt: '2026-11-20T12:00:00Z',
  health: 'none',
  image: 'mariadb',
  imageId: 'sha256:1',
  dependsOn: [],
  mounts: [],
  foreign: false,
  database: { engine: 'mysql', holds: [] },
};

describe('a MariaDB that does not let root in', () => {
  test('says when its user is not shown the databases of others', async () => {
    const env = { MARIADB_USER: 'a@pp', MARIADB_PASSWORD: 'x' };
    await using mariadb = await startDatabaseServer({ host, engine: 'mysql', env });
    await mariadb.run(`DROP DATABASE IF EXISTS test; CREATE DATABASE shop; CREATE DATABASE wiki; CREATE DATABASE lifeboat_shop;
      CREATE USER \`a@pp\`@localhost IDENTIFIED BY 'x'; GRANT ALL ON shop.* TO \`a@pp\`@localhost`);
    const look = async (): Promise<readonly unknown[]> => {
      const { databases, seesAll } = await mySqlDriver.look(mariadb.server, signal);
      return [seesAll, ...databases.map(({ name }) => name)];
    };
    expect(await look()).toEqual([true, 'lifeboat_shop', 'shop', 'wiki']);
    await mariadb.run(`DELETE FROM mysql.global_priv WHERE User = '';
      ALTER USER root@localhost IDENTIFIED BY 'another'; FLUSH PRIVILEGES`);
    expect(await look()).toEqual([false, 'shop']);
    const services = [{ ...running, containerId: mariadb.server.containerId }];
    const [found] = await lookAtDatabases(mariadb.server.docker, { services, sources: [] }, signal);
    expect(found).toMatchObject({
      fault: { code: 'DATABASES_NOT_SEEN', params: { service: 'db' } },
      sources: [{ id: 'database/db' }],
    });
  });
});

describe('a MariaDB database', () => {
  let mariadb: TestServer;
  beforeAll(async () => {
    mariadb = await startDatabaseServer({ host, engine: 'mysql' });
    await mariadb.run('CREATE DATABASE `Wöhr/1 ``x` CHARACTER SET latin1 COLLATE latin1_german1_ci');
    await mariadb.run(odd, 'Wöhr/1 `x');
  });
  afterAll(async () => mariadb[Symbol.asyncDispose]());

  const facts = async (): Promise<string> =>
    mariadb.run(
      `SELECT * FROM families ORDER BY 1; SELECT * FROM above ORDER BY 1; SELECT sum(sum), count(raw), sum(\`VALUES (\`) FROM \`T \\\`\`\\' / ;\`;
       SELECT md5(raw) FROM large; SHOW CREATE TABLE child; SELECT half(9); SHOW CREATE PROCEDURE say; SHOW CREATE DATABASE \`Wöhr/1 \`\`x\`;
       SELECT EVENT_NAME, STATUS FROM information_schema.EVENTS; SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = database();
       SHOW FULL TABLES; SELECT CONSTRAINT_NAME, UNIQUE_CONSTRAINT_SCHEMA FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = database()`,
      'Wöhr/1 `x',
    );

  test('is seen with its size', async () => {
    const { version, databases } = await mySqlDriver.look(mariadb.server, signal);
    expect(version).toMatch(/^10\.11\.\d+-MariaDB$/u);
    expect(databases).toContainEqual({ name: 'Wöhr/1 `x', bytes: expect.any(Number) });
  });

  test('comes back with everything in it, and the old one is put back and released', async () => {
    const before = await facts();
    const dump = await take(mariadb, 'Wöhr/1 `x');
    expect(dump.facts.rows).toContainEqual({ table: "T \\`\\' / ;", rows: 100 });
    expect(dump.facts.rows).toContainEqual({ table: 'log', rows: 0 });
    await mariadb.run(
      'DELETE FROM parent; DROP VIEW above; DROP PROCEDURE say; CREATE VIEW newer AS SELECT 1; ALTER DATABASE CHARACTER SET utf8mb4; CREATE TABLE more (id int)',
      'Wöhr/1 `x',
    );
    const present = await mariadb.run(
      'SHOW FULL TABLES; SELECT count(*) FROM child; SHOW CREATE VIEW newer',
      'Wöhr/1 `x',
    );
    const site = mySqlDriver.site(mariadb.server, 'Wöhr/1 `x', 'job1');
    expect(await site.probe()).toBe('untouched');
    await stage(site, dump);
    expect(await site.probe()).toBe('staged');
    await site.swapIn();
    expect(await site.probe()).toBe('swapped');
    expect(await facts()).toBe(before);
    expect(await site.keptBytes()).toBeGreaterThan(0);
    await site.swapBack();
    expect(await site.probe()).toBe('staged');
    expect(await mariadb.run('SHOW FULL TABLES; SELECT count(*) FROM child; SHOW CREATE VIEW newer', 'Wöhr/1 `x')).toBe(
      present,
    );
    await site.swapIn();
    await site.release();
    expect(await facts()).toBe(before);
    expect(await mariadb.run("SHOW DATABASES LIKE 'lifeboat%'")).toBe('');
    expect(await mariadb.run('SELECT @@global.max_allowed_packet')).toBe('16777216\n');
  });

  test('that is gone is made, and undone to be gone again', async () => {
    await mariadb.run('CREATE DATABASE lost');
    await mariadb.run('CREATE TABLE t AS SELECT 1 AS id', 'lost');
    const dump = await take(mariadb, 'lost');
    await mariadb.run('DROP DATABASE lost');
    const site = mySqlDriver.site(mariadb.server, 'lost', 'job2');
    await stage(site, dump);
    await site.swapIn();
    expect([await site.probe(), await mariadb.run('SELECT * FROM t', 'lost')]).toEqual(['swapped', '1\n']);
    await site.swapBack();
    expect([await site.probe(), await mariadb.run("SHOW DATABASES LIKE 'lost'")]).toEqual(['staged', '']);
    await site.release();
  });

  test('whose exchange dies at any of its calls is put back whole', { timeout: 400_000 }, async () => {
    await mariadb.run('CREATE DATABASE half_way');
    await mariadb.run(
      "CREATE TABLE t (what varchar(9)); INSERT INTO t VALUES ('packed'); CREATE VIEW v AS SELECT what FROM t",
      'half_way',
    );
    const dump = await take(mariadb, 'half_way');
    await mariadb.run("UPDATE t SET what = 'present'; CREATE VIEW newer AS SELECT what FROM v", 'half_way');
    const site = mySqlDriver.site(mariadb.server, 'half_way', 'job3');
    await stage(site, dump);
    const states: string[] = [];
    // One more each time, until it has enough of them to end.
    for (let calls = 2; !states.includes('swapped'); calls += 1) {
      const server = { ...mariadb.server, docker: diesAfter(mariadb.server.docker, calls) };
      await mySqlDriver
        .site(server, 'half_way', 'job3')
        .swapIn()
        .catch(() => undefined);
      states.push(await site.probe());
      const back = { ...mariadb.server, docker: diesAfter(mariadb.server.docker, calls) };
      await mySqlDriver
        .site(back, 'half_way', 'job3')
        .swapBack()
        .catch(() => undefined);
      await site.swapBack();
      expect(await mariadb.run('SELECT * FROM newer; SHOW TABLES', 'half_way')).toBe('present\nnewer\nt\nv\n');
      expect(await site.probe()).toBe('staged');
    }
    expect(new Set(states)).toEqual(new Set(['staged', 'moving', 'swapped']));
    await site.swapIn();
    expect(await mariadb.run('SELECT * FROM v; SHOW TABLES', 'half_way')).toBe('packed\nt\nv\n');
    await site.release();
  });

  test('is not replaced by a dump that is cut, or of MySQL', async () => {
    const { sql } = await take(mariadb, 'Wöhr/1 `x');
    const site = mySqlDriver.site(mariadb.server, 'Wöhr/1 `x', 'job4');
    for (const cut of [sql.subarray(0, -5), sql.subarray(0, sql.lastIndexOf('-- Lifeboat: code'))]) {
      await expect(site.stage(bytes(cut), signal)).rejects.toMatchObject({
        code: 'DATABASE_RESTORE_FAILED',
        params: { detail: 'its end marker is missing' },
      });
    }
    const other = Buffer.from(sql.subarray(0, 3000).toString('latin1').replace('-MariaDB"', '"'), 'latin1');
    await expect(site.stage(bytes(other), signal)).rejects.toMatchObject({ code: 'DATABASE_VERSION_REFUSED' });
    await site.release();
  });

  test('with a table that no transaction protects is dumped while its writers wait', async () => {
    await mariadb.run('CREATE DATABASE plain');
    await mariadb.run('CREATE TABLE t (id int) ENGINE=MyISAM; INSERT INTO t VALUES (1)', 'plain');
    const { facts: stated } = await take(mariadb, 'plain');
    expect(stated.rows).toEqual([{ table: 't', rows: 1 }]);
  });

  test('to which another one refers is left alone', async () => {
    await mariadb.run('CREATE DATABASE one; CREATE DATABASE other; CREATE TABLE one.t (id int PRIMARY KEY)');
    await mariadb.run('CREATE TABLE child (id int, FOREIGN KEY (id) REFERENCES one.t (id))', 'other');
    const { sql } = await take(mariadb, 'one');
    const site = mySqlDriver.site(mariadb.server, 'one', 'job5');
    await expect(site.stage(bytes(sql), signal)).rejects.toMatchObject({
      code: 'DATABASE_RESTORE_FAILED',
      params: { detail: 'a foreign key of other.child refers to it' },
    });
    expect(await site.probe()).toBe('untouched');
  });

  test('is dumped without the password in any command line, and not at all with a wrong one', async () => {
    const { result, found, looks } = await watchingProcesses(serverPassword, async () => take(mariadb, 'Wöhr/1 `x'));
    expect(result.sql.includes(serverPassword)).toBe(false);
    expect(looks).toBeGreaterThan(0);
    expect(found.filter((place) => place.endsWith('cmdline'))).toEqual([]);
    await mariadb.run("ALTER USER root@localhost IDENTIFIED BY 'another'");
    const refused = mySqlDriver.dump(mariadb.server, 'Wöhr/1 `x', signal);
    await expect(refused).rejects.toMatchObject({ code: 'DATABASE_REFUSED', params: { service: 'db' } });
    await expect(refused).rejects.not.toThrow(serverPassword);
  });
});
