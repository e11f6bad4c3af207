import { readdir } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseSite, DumpFacts } from '../../../electron/core/databases/driver.ts';
import { postgresDriver } from '../../../electron/core/databases/postgresql/driver.ts';
import { addMissingRoles, dumpGlobals } from '../../../electron/core/databases/postgresql/globals.ts';
import { type Bench, shop, startBench } from '../../chaos/databases/bench.ts';
import { dumpRounds } from '../../chaos/databases/dump-rounds.ts';
import { killRounds } from '../../chaos/databases/kill-rounds.ts';
import { watchingProcesses } from '../../support/canary.ts';
import { importDatabases } from '../../support/database-image.ts';
import { serverPassword, startDatabaseServer, type TestServer } from '../../support/database-server.ts';
import { dockerHost } from '../../support/docker-host.ts';
import { smallDisk } from '../../support/disk.ts';
import { diesAfter } from '../../support/dying-engine.ts';
import { until } from '../../support/until.ts';

const host = dockerHost();
const { signal } = new AbortController();

beforeAll(async () => importDatabases(host), 900_000);

interface TakenDump {
  readonly sql: Buffer;
  readonly facts: DumpFacts;
}

async function take({ server }: TestServer, database: string): Promise<TakenDump> {
  const dump = await postgresDriver.dump(server, database, signal);
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

describe('a PostgreSQL that is written to all the time', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(host, 'postgresql');
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  test('gives dumps of one moment each, that load into what they state', { timeout: 300_000 }, async () => {
    const held = await dumpRounds(bench, 3);
    expect(held[0]).toBeGreaterThan(50);
    expect(held.toSorted((a, b) => a - b)).toEqual(held);
    expect(held.at(-1)).toBeGreaterThan(held[0] ?? 0);
  });

  test('of a dump that is killed nothing looks whole, and no process stays', { timeout: 300_000 }, async () => {
    const { of, failed } = await killRounds(bench, 5, 11);
    expect(of).toEqual({ program: 3, server: 1, call: 1 });
    expect(failed).toBeGreaterThan(0);
  });

  test('a disk that is full under the dump ends it, and its process', async () => {
    await using disk = await smallDisk(4 * 1024 * 1024);
    const dump = await bench.driver.dump(bench.test.server, shop, signal);
    const written = pipeline(dump.stream, createWriteStream(join(disk.path, 'dump.sql')));
    await expect(written).rejects.toThrow('ENOSPC');
    await expect(dump.done).rejects.toThrow('ENOSPC');
    await until('no session of ours is left', async () =>
      (await bench.test.run(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('lifeboat', 'pg_dump')",
      )) === '0\n'
        ? true
        : null,
    );
    expect(await readdir(disk.path)).toContain('dump.sql');
  });
});

const odd = `
CREATE SCHEMA "Odd / ""schema""";
CREATE TABLE "Odd / ""schema"""."T\`1\\ ;" (id int PRIMARY KEY, raw bytea, sum int GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO "Odd / ""schema"""."T\`1\\ ;" (id, raw) SELECT g, decode('00ff27005c0a', 'hex') FROM generate_series(1, 100) AS g;
CREATE TABLE parent (id serial PRIMARY KEY, name text UNIQUE);
CREATE TABLE child (id serial, parent int REFERENCES parent ON DELETE CASCADE);
INSERT INTO parent (name) VALUES (E'a\\nb\\\\.'), ('COPY x FROM stdin;'), ('-- PostgreSQL database dump complete');
INSERT INTO child (parent) SELECT 1 + g % 3 FROM generate_series(1, 30) AS g;
CREATE VIEW families AS SELECT p.name, count(*) AS children FROM parent p JOIN child c ON c.parent = p.id GROUP BY p.name;
CREATE MATERIALIZED VIEW kept AS SELECT * FROM families;
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$;
CREATE TRIGGER loud BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION shout();
CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO parts SELECT g, '2026-05-05' FROM generate_series(1, 40) AS g;
CREATE EXTENSION pg_trgm; CREATE EXTENSION hstore;
CREATE TABLE stored (h hstore); INSERT INTO stored VALUES ('a=>1');
SELECT lo_from_bytea(0, 'a large object');
GRANT SELECT ON parent TO reader;
ALTER TABLE child OWNER TO app;
`;

describe('a PostgreSQL database', () => {
  let postgres: TestServer;
  beforeAll(async () => {
    postgres = await startDatabaseServer({ host, engine: 'postgresql' });
    await postgres.run(`CREATE ROLE app LOGIN; CREATE ROLE reader; CREATE ROLE "Odd ""role";
      CREATE DATABASE "Wöhr/1" OWNER app; REVOKE ALL ON DATABASE "Wöhr/1" FROM PUBLIC;
      GRANT CONNECT ON DATABASE "Wöhr/1" TO "Odd ""role" WITH GRANT OPTION;
      ALTER DATABASE "Wöhr/1" SET search_path TO public, "Odd / ""schema""";
      ALTER DATABASE "Wöhr/1" SET work_mem TO '7MB'; ALTER ROLE app IN DATABASE "Wöhr/1" SET statement_timeout TO '9s';
      ALTER DATABASE "Wöhr/1" CONNECTION LIMIT 33; COMMENT ON DATABASE "Wöhr/1" IS 'it''s 100 % \\ ours';`);
    await postgres.run(odd, 'Wöhr/1');
  });
  afterAll(async () => postgres[Symbol.asyncDispose]());

  const facts = async (): Promise<string> =>
    [
      await postgres.run(
        `SELECT d.datname, pg_get_userbyid(datdba), datacl, datconnlimit, datallowconn, shobj_description(d.oid, 'pg_database'),
           (SELECT json_agg(json_build_array(setrole::regrole, setconfig) ORDER BY setrole) FROM pg_db_role_setting WHERE setdatabase = d.oid)
         FROM pg_database d WHERE datname = 'Wöhr/1'`,
      ),
      await postgres.run(
        `SELECT * FROM families ORDER BY 1; SELECT * FROM kept ORDER BY 1; SELECT sum(sum), count(raw) FROM "T\`1\\ ;"; SELECT count(*) FROM parts;
         SELECT h->'a' FROM stored; SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata;
         SELECT last_value FROM child_id_seq; SELECT relacl FROM pg_class WHERE relname = 'parent';
         SELECT tableowner FROM pg_tables WHERE tablename = 'child'; SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`,
        'Wöhr/1',
      ),
    ].join('');

  test('is seen with its size, and the empty one of every server is not', async () => {
    const { version, databases } = await postgresDriver.look(postgres.server, signal);
    expect(version).toMatch(/^15\.\d+$/u);
    expect(databases).toEqual([{ name: 'Wöhr/1', bytes: expect.any(Number) }]);
    expect(databases[0]?.bytes).toBeGreaterThan(1_000_000);
  });

  test('comes back with everything in it and around it, and the old one is put back and released', async () => {
    const before = await facts();
    expect(before).toContain('a large object');
    const dump = await take(postgres, 'Wöhr/1');
    expect(dump.facts.rows).toContainEqual({ table: '"Odd / ""schema"""."T`1\\ ;"', rows: 100 });
    expect(dump.facts.rows).toContainEqual({ table: 'pg_largeobject_metadata', rows: 1 });
    await postgres.run('DELETE FROM parent; DROP VIEW families CASCADE; CREATE VIEW families AS SELECT 1', 'Wöhr/1');
    await postgres.run(`ALTER DATABASE "Wöhr/1" SET work_mem TO '1MB'; ALTER DATABASE "Wöhr/1" OWNER TO postgres`);
    const site = postgresDriver.site(postgres.server, 'Wöhr/1', 'job1');
    expect(await site.probe()).toBe('untouched');
    await stage(site, dump);
    expect(await site.probe()).toBe('staged');
    // Somebody is connected, and would go on writing into what is taken away.
    const connected = postgres.run('SELECT pg_sleep(60)', 'Wöhr/1').then(
      () => 'went on',
      () => 'was ended',
    );
    await site.swapIn();
    expect(await connected).toBe('was ended');
    expect(await site.probe()).toBe('swapped');
    expect(await facts()).toBe(before);
    expect(await site.keptBytes()).toBeGreaterThan(1_000_000);
    await site.swapBack();
    expect(await site.probe()).toBe('staged');
    expect(await postgres.run('SELECT count(*) FROM parent', 'Wöhr/1')).toBe('0\n');
    await site.swapIn();
    await site.release();
    expect(await site.probe()).toBe('untouched');
    expect(await facts()).toBe(before);
    expect(await postgres.run("SELECT count(*) FROM pg_database WHERE datname LIKE 'lifeboat%'")).toBe('0\n');
  });

  test('that is gone is made, and undone to be gone again', async () => {
    await postgres.run('CREATE DATABASE lost');
    await postgres.run('CREATE TABLE t AS SELECT 1 AS id', 'lost');
    const dump = await take(postgres, 'lost');
    await postgres.run('DROP DATABASE lost');
    const site = postgresDriver.site(postgres.server, 'lost', 'job2');
    await stage(site, dump);
    await site.swapIn();
    expect([await site.probe(), await postgres.run('SELECT * FROM t', 'lost')]).toEqual(['swapped', '1\n']);
    expect(await site.keptBytes()).toBe(0);
    await site.swapBack();
    expect(await site.probe()).toBe('staged');
    await site.release();
    expect(await postgres.run("SELECT count(*) FROM pg_database WHERE datname ~ 'lost|lifeboat'")).toBe('0\n');
  });

  test('whose exchange dies at any of its calls is whole, and can be put back or gone on with', {
    timeout: 300_000,
  }, async () => {
    await postgres.run('CREATE DATABASE "half way"');
    await postgres.run("CREATE TABLE t AS SELECT 'packed' AS what", 'half way');
    const dump = await take(postgres, 'half way');
    await postgres.run("UPDATE t SET what = 'present'", 'half way');
    const site = postgresDriver.site(postgres.server, 'half way', 'job3');
    await stage(site, dump);
    const states = new Set<string>();
    // To be let in, to look, to close, to rename: and one more, with which it ends.
    for (const after of ['swapBack', 'swapIn'] as const) {
      for (let calls = 1; calls <= 5; calls += 1) {
        const server = { ...postgres.server, docker: diesAfter(postgres.server.docker, calls) };
        await postgresDriver
          .site(server, 'half way', 'job3')
          .swapIn()
          .catch(() => undefined);
        states.add(await site.probe());
        await site[after]();
        expect(await postgres.run('SELECT * FROM t', 'half way')).toBe(after === 'swapIn' ? 'packed\n' : 'present\n');
        await postgresDriver
          .site(server, 'half way', 'job3')
          .swapBack()
          .catch(() => undefined);
        await site.swapBack();
        expect(await postgres.run('SELECT * FROM t', 'half way')).toBe('present\n');
        expect(await site.probe()).toBe('staged');
      }
    }
    expect([...states].toSorted()).toEqual(['moving', 'staged', 'swapped']);
    await site.release();
  });

  test('lets nobody in from the moment it is closed until it has the other name, however often they come', async () => {
    await postgres.run('CREATE DATABASE busy');
    await postgres.run("CREATE TABLE t AS SELECT 'packed' AS what", 'busy');
    const dump = await take(postgres, 'busy');
    await postgres.run("UPDATE t SET what = 'present'", 'busy');
    const site = postgresDriver.site(postgres.server, 'busy', 'job8');
    await stage(site, dump);
    // They write where they are let in, and note where that was.
    const write = 'INSERT INTO t SELECT what FROM t LIMIT 1 RETURNING what';
    const come = `PGPASSWORD=$POSTGRES_PASSWORD psql -XAtq -h 127.0.0.1 -U postgres -c '${write}' busy 2>/dev/null`;
    await postgres.shell('touch /tmp/one /tmp/two');
    const clients = Promise.all(
      ['one', 'two'].map(async (name) =>
        postgres.shell(`while [ ! -e /tmp/enough ]; do ${come} || echo refused; done >/tmp/${name}; cat /tmp/${name}`),
      ),
    );
    // It is waited for at the end, where everything else held.
    clients.catch(() => undefined);
    const eachLast = async (what: string): Promise<unknown> =>
      until(`both find it ${what}`, async () => {
        const last = await postgres.shell('tail -qn 1 /tmp/one /tmp/two');
        return last === `${what}\n${what}\n` ? true : null;
      });
    await eachLast('present');
    // It is let in, looks and closes; the renames do not come.
    const dies = { ...postgres.server, docker: diesAfter(postgres.server.docker, 3) };
    await expect(postgresDriver.site(dies, 'busy', 'job8').swapIn()).rejects.toThrow('this process died');
    await expect(postgres.run('SELECT 1', 'busy')).rejects.toThrow('not currently accepting connections');
    await eachLast('refused');
    await site.swapIn();
    await eachLast('packed');
    await postgres.shell('touch /tmp/enough');
    const said = (await clients).map((text) => text.trim().split('\n'));
    for (const lines of said)
      expect(lines.filter((line, at) => line !== lines[at - 1])).toEqual(['present', 'refused', 'packed']);
    await site.swapBack();
    const written = said.flat().filter((line) => line === 'present').length;
    // One that was ended before it heard of its row may have written it.
    const more = Number(await postgres.run('SELECT count(*) FROM t', 'busy')) - 1 - written;
    expect(more).toBeGreaterThanOrEqual(0);
    expect(more).toBeLessThanOrEqual(2);
    await site.release();
  });

  test('may have a value of 64 MB', { timeout: 400_000 }, async () => {
    await postgres.run('CREATE DATABASE large');
    await postgres.run("CREATE TABLE t AS SELECT decode(repeat('00ff', 32 * 1024 * 1024), 'hex') AS raw", 'large');
    const site = postgresDriver.site(postgres.server, 'large', 'job6');
    await stage(site, await take(postgres, 'large'));
    await site.swapIn();
    expect(
      await postgres.run(
        'SELECT length(raw), md5(raw) = md5(decode(repeat($$00ff$$, 32 * 1024 * 1024), $$hex$$)) FROM t',
        'large',
      ),
    ).toBe('67108864|t\n');
    await site.release();
    await postgres.run('DROP DATABASE large');
  });

  test('is not replaced by a dump that is cut, of a newer server, or of no database', async () => {
    await postgres.run('CREATE DATABASE small');
    await postgres.run(
      'CREATE TABLE t AS SELECT repeat(md5(g::text), 10) AS what FROM generate_series(1, 2000) AS g',
      'small',
    );
    const { sql } = await take(postgres, 'small');
    const site = postgresDriver.site(postgres.server, 'small', 'job4');
    const cut = sql.subarray(0, sql.lastIndexOf('-- PostgreSQL database dump complete'));
    await expect(site.stage(bytes(cut), signal)).rejects.toMatchObject({
      code: 'DATABASE_RESTORE_FAILED',
      params: { detail: 'its end marker is missing' },
    });
    const newer = Buffer.from(
      sql.subarray(0, 3000).toString('latin1').replace('"version":"15', '"version":"17'),
      'latin1',
    );
    await expect(site.stage(bytes(newer), signal)).rejects.toMatchObject({ code: 'DATABASE_VERSION_REFUSED' });
    await expect(site.stage(bytes(Buffer.from('SELECT 1;\n')), signal)).rejects.toMatchObject({
      code: 'DATABASE_RESTORE_FAILED',
    });
    const torn = Readable.from(
      (function* chunks() {
        yield sql.subarray(0, 100_000);
        throw new Error('the pack cannot be read');
      })(),
      { objectMode: false },
    );
    await expect(site.stage(torn, signal)).rejects.toThrow('the pack cannot be read');
    expect(await site.probe()).toBe('untouched');
  });

  test('that lacks a row of the backup is not taken', async () => {
    const { sql, facts: stated } = await take(postgres, 'Wöhr/1');
    const site = postgresDriver.site(postgres.server, 'Wöhr/1', 'job5');
    await site.stage(bytes(sql), signal);
    const more = stated.rows.map(({ table, rows }) => ({ table, rows: table === 'public.child' ? rows + 1 : rows }));
    await expect(site.check(more, signal)).rejects.toMatchObject({
      code: 'DATABASE_RESTORE_FAILED',
      params: { detail: 'public.child has 30 rows, the backup 31' },
    });
    await site.release();
  });

  test('gets the roles that are missing, and those that are there stay as they are', async () => {
    await postgres.run(
      `CREATE ROLE gone LOGIN PASSWORD 'x' CONNECTION LIMIT 3; GRANT reader TO gone; ALTER ROLE gone SET work_mem TO '3MB'`,
    );
    const dump = await dumpGlobals(postgres.server, signal);
    const sql = await buffer(dump.stream);
    await dump.done;
    await postgres.run(`DROP ROLE gone; ALTER ROLE reader CONNECTION LIMIT 5`);
    expect(await addMissingRoles(postgres.server, bytes(sql), signal)).toEqual(['gone']);
    expect(
      await postgres.run(
        `SELECT rolname, rolcanlogin, rolconnlimit, rolconfig, pg_has_role(rolname, 'reader', 'member') FROM pg_roles WHERE rolname IN ('gone', 'reader') ORDER BY 1`,
      ),
    ).toBe('gone|t|3|{work_mem=3MB}|t\nreader|f|5||t\n');
    expect(await addMissingRoles(postgres.server, bytes(sql), signal)).toEqual([]);
  });
});

describe('a PostgreSQL whose disk is nearly full', () => {
  test('is not given a dump that does not fit, and goes on', async () => {
    await using postgres = await startDatabaseServer({
      host,
      engine: 'postgresql',
      env: { FLAGS: '-c max_wal_size=32MB -c min_wal_size=32MB' },
      args: ['--tmpfs', '/data:size=160m'],
    });
    await postgres.run('CREATE DATABASE shop');
    await postgres.run(
      'CREATE TABLE t AS SELECT repeat(md5(g::text), 20) AS what FROM generate_series(1, 30000) AS g',
      'shop',
    );
    const { sql } = await take(postgres, 'shop');
    const site = postgresDriver.site(postgres.server, 'shop', 'job7');
    await expect(site.stage(bytes(sql), signal)).rejects.toMatchObject({
      code: 'SPACE_INSUFFICIENT',
      params: { path: '/data/pg' },
    });
    expect(await site.probe()).toBe('untouched');
    expect(await postgres.run('SELECT count(*) FROM t', 'shop')).toBe('30000\n');
  });
});

describe('a PostgreSQL that wants a password even of itself', () => {
  test('gets it from its own environment, and it stands in no command line', async () => {
    await using postgres = await startDatabaseServer({
      host,
      engine: 'postgresql',
      env: { AUTH: 'scram-sha-256', POSTGRES_USER: 'postgres' },
    });
    await postgres.run('CREATE TABLE t AS SELECT 1 AS id');
    const { result, found, looks } = await watchingProcesses(serverPassword, async () => take(postgres, 'postgres'));
    expect(result.facts.rows).toContainEqual({ table: 'public.t', rows: 1 });
    expect(result.sql.includes(serverPassword)).toBe(false);
    expect(looks).toBeGreaterThan(0);
    expect(found.filter((place) => place.endsWith('cmdline'))).toEqual([]);

    await postgres.run("ALTER ROLE postgres PASSWORD 'another'");
    const refused = postgresDriver.dump(postgres.server, 'postgres', signal);
    await expect(refused).rejects.toMatchObject({ code: 'DATABASE_REFUSED', params: { service: 'db' } });
    await expect(refused).rejects.not.toThrow(serverPassword);
  });
});
