import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseSite } from '../../../electron/core/databases/driver.ts';
import { postgresDriver } from '../../../electron/core/databases/postgresql/driver.ts';
import { detailOf } from '../../../electron/core/errors.ts';
import { importDatabases } from '../../support/database-image.ts';
import { startDatabaseServer, type TestServer } from '../../support/database-server.ts';
import { dockerHost } from '../../support/docker-host.ts';

const host = dockerHost();
const { signal } = new AbortController();

beforeAll(async () => importDatabases(host), 900_000);

function bytes(sql: Buffer): Readable {
  return Readable.from([sql], { objectMode: false });
}

describe('a PostgreSQL database that is unlike others', () => {
  let postgres: TestServer;
  beforeAll(async () => {
    postgres = await startDatabaseServer({ host, engine: 'postgresql' });
  });
  afterAll(async () => postgres[Symbol.asyncDispose]());

  async function stageAgain(site: DatabaseSite, database: string): Promise<void> {
    const dump = await postgresDriver.dump(postgres.server, database, signal);
    const [sql, facts] = await Promise.all([buffer(dump.stream), dump.done]);
    await site.stage(bytes(sql), signal);
    await site.check(facts.rows, signal);
  }

  test('is seen too when it lets nobody in, is a template, or is only called like what Lifeboat keeps', async () => {
    await postgres.run('CREATE DATABASE closed; CREATE DATABASE lifeboat_shop; CREATE DATABASE mould');
    await postgres.run('ALTER DATABASE closed ALLOW_CONNECTIONS false; ALTER DATABASE mould IS_TEMPLATE true');
    const { databases } = await postgresDriver.look(postgres.server, signal);
    const names = databases.map(({ name }) => name);
    expect(names).toEqual(['closed', 'lifeboat_shop', 'mould']);
    await expect(postgresDriver.dump(postgres.server, 'closed', signal)).rejects.toMatchObject({
      code: 'DATABASE_DUMP_FAILED',
      params: { database: 'closed' },
    });
    const site = postgresDriver.site(postgres.server, 'mould', 'job8');
    await stageAgain(site, 'mould');
    await site.swapIn();
    await site.release();
    expect(
      await postgres.run("SELECT datname FROM pg_database WHERE datname ~ 'mould|_new|_old' AND datistemplate"),
    ).toBe('mould\n');
    expect(await site.probe()).toBe('untouched');
    await postgres.run('ALTER DATABASE mould IS_TEMPLATE false');
    await postgres.run('DROP DATABASE closed');
    await postgres.run('DROP DATABASE lifeboat_shop');
    await postgres.run('DROP DATABASE mould');
  });

  test('comes back whatever it sets for its clients', async () => {
    await postgres.run('CREATE DATABASE strict');
    await postgres.run(
      'CREATE TABLE t AS SELECT repeat(md5(g::text), 10) AS what FROM generate_series(1, 20000) AS g',
      'strict',
    );
    await postgres.run(
      "ALTER DATABASE strict SET statement_timeout = '1ms'; ALTER DATABASE strict SET default_transaction_read_only = on",
    );
    const site = postgresDriver.site(postgres.server, 'strict', 'job9');
    await stageAgain(site, 'strict');
    await site.swapIn();
    await site.release();
    expect(await postgres.run('SHOW statement_timeout', 'strict')).toBe('1ms\n');
    await postgres.run('DROP DATABASE strict');
  });

  test('is not quoted when its dump does not load', async () => {
    await postgres.run('CREATE DATABASE quiet');
    await postgres.run("CREATE TABLE t AS SELECT 1 AS id, 'canary-row' AS what", 'quiet');
    const dump = await postgresDriver.dump(postgres.server, 'quiet', signal);
    const [sql] = await Promise.all([buffer(dump.stream), dump.done]);
    const site = postgresDriver.site(postgres.server, 'quiet', 'job10');
    const broken = Buffer.from(sql.toString('utf8').replace('canary-row', 'canary-row\tmore'));
    const said = await site.stage(bytes(broken), signal).catch(detailOf);
    expect(said).toContain('extra data after last expected column');
    expect(said).not.toContain('canary');
    await postgres.run('DROP DATABASE quiet');
  });
});
