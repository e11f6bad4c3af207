import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { driverOf } from '../../../electron/core/databases/drivers.ts';
import { isIn } from '../../support/canary.ts';
import { importDatabases } from '../../support/database-image.ts';
import { startDatabaseServer } from '../../support/database-server.ts';
import { dockerHost } from '../../support/docker-host.ts';
import { holdTable } from '../../support/held-table.ts';
import { dumpSeen, loadsSeen, seeingCommands } from '../../support/seen-commands.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const host = dockerHost();
const { signal } = new AbortController();
/** Of these servers alone: what other tests do at the same time is seen too. */
const password = 'F1le-canary&"\'$y';

const engines = {
  postgresql: {
    variable: 'POSTGRES_PASSWORD',
    rows: 'CREATE TABLE pages AS SELECT repeat(md5(g::text), 30) AS note FROM generate_series(1, 8000) AS g',
  },
  mysql: {
    variable: 'MARIADB_ROOT_PASSWORD',
    rows: 'CREATE TABLE pages AS SELECT repeat(md5(seq), 30) AS note FROM seq_1_to_8000',
  },
} as const;

beforeAll(async () => importDatabases(host), 900_000);

describe.each(['postgresql', 'mysql'] as const)('a %s that has its password from a secrets file', (engine) => {
  test('is dumped and loaded with it, and it stands in no command line', async () => {
    const { variable, rows } = engines[engine];
    await using folder = await tempFolder();
    const secret = join(folder.path, 'secret');
    await writeFile(secret, password);
    await using database = await startDatabaseServer({
      host,
      engine,
      env: { AUTH: 'scram-sha-256', [variable]: '', [`${variable}_FILE`]: '/run/secret' },
      args: ['--volume', `${secret}:/run/secret:ro`],
    });
    const { server } = database;
    await database.run('CREATE DATABASE shop');
    await database.run(rows, 'shop');
    const driver = driverOf(engine);
    const site = driver?.site(server, 'shop', 'job1');
    if (driver === null || site === undefined) throw new Error(`no driver for ${engine}`);

    const { seen } = await seeingCommands(host, server.containerId, async (soFar) => {
      const held = await holdTable({ host, containerId: server.containerId, engine, database: 'shop' });
      const dump = await driver.dump(server, 'shop', signal);
      await dumpSeen(soFar, engine);
      await held[Symbol.asyncDispose]();
      const [sql, facts] = await Promise.all([buffer(dump.stream), dump.done]);
      expect(sql.includes(password)).toBe(false);
      await site.stage(Readable.from([sql], { objectMode: false }), signal);
      await site.check(facts.rows, signal);
    });
    expect(loadsSeen(seen, engine)).not.toEqual([]);
    expect([...seen.host, ...seen.top].filter((line) => isIn(password, Buffer.from(line)))).toEqual([]);
    await site.release();
  });
});
