import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mySqlDriver } from '../../../electron/core/databases/mysql/driver.ts';
import { importDatabases } from '../../support/database-image.ts';
import { startDatabaseServer, type TestServer } from '../../support/database-server.ts';
import { dockerHost } from '../../support/docker-host.ts';
import { until } from '../../support/until.ts';

const host = dockerHost();
const { signal } = new AbortController();
let mariadb: TestServer;

beforeAll(async () => {
  await importDatabases(host);
  mariadb = await startDatabaseServer({ host, engine: 'mysql' });
}, 900_000);
afterAll(async () => mariadb[Symbol.asyncDispose]());

/** A database that holds `present`, and its site with `packed` staged. */
async function staged(database: string) {
  await mariadb.run(`CREATE DATABASE ${database}`);
  await mariadb.run("CREATE TABLE t (what varchar(9)); INSERT INTO t VALUES ('packed')", database);
  const dump = await mySqlDriver.dump(mariadb.server, database, signal);
  const [sql] = await Promise.all([buffer(dump.stream), dump.done]);
  await mariadb.run("UPDATE t SET what = 'present'", database);
  const site = mySqlDriver.site(mariadb.server, database, 'job1');
  await site.stage(Readable.from([sql], { objectMode: false }), signal);
  return { site, sql };
}

const aside = async (ending: string): Promise<string> =>
  (await mariadb.run(`SHOW DATABASES LIKE 'lifeboat%${ending}'`)).trim();

test('an exchange that its dead process left waiting in the server is put back, and nothing is lost', async () => {
  const { site } = await staged('waiting');
  // Another one's transaction keeps the table from being renamed.
  const reading = mariadb.run('START TRANSACTION; SELECT count(*) FROM waiting.t; DO SLEEP(6)');
  await until('it reads', async () =>
    (await mariadb.run('SELECT info FROM information_schema.PROCESSLIST')).includes('SLEEP(6)') ? true : null,
  );
  let isDead = false;
  const { docker } = mariadb.server;
  const attach: typeof docker.attach = async (call) => {
    if (isDead) throw new Error('this process died');
    return docker.attach(call);
  };
  const dying = mySqlDriver.site({ ...mariadb.server, docker: { ...docker, attach } }, 'waiting', 'job1');
  const swapping = dying.swapIn().catch(() => undefined);
  await until('the renames wait', async () =>
    (await mariadb.run('SELECT info FROM information_schema.PROCESSLIST')).includes('RENAME TABLE') ? true : null,
  );
  isDead = true;
  await site.swapBack();
  await Promise.all([swapping, reading]);
  expect(await mariadb.run('SELECT what FROM t', 'waiting')).toBe('present\n');
  expect(await site.probe()).toBe('staged');
  await site.release();
}, 60_000);

test('a deletion of the old data that was cut is ended, and looks like no exchange', async () => {
  const { site } = await staged('cut');
  await site.swapIn();
  const old = await aside('old');
  const tables = (await mariadb.run('SHOW TABLES', old)).trim().split('\n');
  await mariadb.run(`DROP TABLE ${tables.join(', ')}`, old);
  expect(await site.probe()).toBe('staged');
  await site.release();
  expect([await aside('old'), await mariadb.run('SELECT what FROM t', 'cut')]).toEqual(['', 'packed\n']);
});

test('a database that somebody outside works in is not exchanged; idle connections are ended', async () => {
  const { site } = await staged('used');
  const working = mariadb.run('DO SLEEP(6)', 'used');
  await until('it works', async () =>
    (await mariadb.run('SELECT info FROM information_schema.PROCESSLIST')).includes('SLEEP(6)') ? true : null,
  );
  await expect(site.swapIn()).rejects.toMatchObject({
    code: 'DATABASE_SWAP_FAILED',
    params: { detail: expect.stringContaining('others are connected to it: root at localhost') },
  });
  expect([await site.probe(), await mariadb.run('SELECT what FROM t', 'used')]).toEqual(['staged', 'present\n']);
  await working;
  await site.swapIn();
  await site.release();
}, 60_000);

test('a view that cannot be kept is refused before anything is stopped', async () => {
  const { site, sql } = await staged('broken');
  await mariadb.run('CREATE TABLE gone (id int); CREATE VIEW v AS SELECT id FROM gone; DROP TABLE gone', 'broken');
  const again = site.stage(Readable.from([sql], { objectMode: false }), signal);
  await expect(again).rejects.toMatchObject({ code: 'DATABASE_RESTORE_FAILED' });
  expect(await site.probe()).toBe('untouched');
});

test('a load that was killed leaves the server’s largest packet as it was', async () => {
  const { site } = await staged('large');
  const fresh = await aside('new');
  const before = await mariadb.run('SELECT @@global.max_allowed_packet');
  // What a process that was killed while it loaded leaves behind.
  const table = 'lifeboat_packet (part int PRIMARY KEY, sql_text longblob NOT NULL)';
  await mariadb.run(`CREATE TABLE ${table}; INSERT INTO lifeboat_packet VALUES (0, '${before.trim()}')`, fresh);
  await mariadb.run('SET GLOBAL max_allowed_packet = 1073741824');
  await site.release();
  expect([await mariadb.run('SELECT @@global.max_allowed_packet'), await aside('new')]).toEqual([before, '']);
});

test('old tables that are not back keep what is kept', async () => {
  const { site } = await staged('kept_back');
  await site.swapIn();
  // Neither done nor begun, as after a look that was out of date.
  await mariadb.run(`DROP TABLE ${await aside('old')}.lifeboat_moved`);
  await expect(site.swapBack()).rejects.toMatchObject({ code: 'DATABASE_SWAP_FAILED' });
  expect(await mariadb.run(`SELECT what FROM ${await aside('old')}.t`)).toBe('present\n');
});
