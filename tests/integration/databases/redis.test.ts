import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DumpFacts } from '../../../electron/core/databases/driver.ts';
import { redisDriver } from '../../../electron/core/databases/redis/driver.ts';
import { connectDocker } from '../../../electron/core/docker/client.ts';
import { parseEndpoint } from '../../../electron/core/docker/endpoint.ts';
import { watchingProcesses } from '../../support/canary.ts';
import { databaseImage, importDatabases } from '../../support/database-image.ts';
import { serverPassword, startDatabaseServer, type TestServer } from '../../support/database-server.ts';
import { dockerHost } from '../../support/docker-host.ts';
import { docker } from '../../support/docker-engine.ts';
import { until } from '../../support/until.ts';

const host = dockerHost();
const { signal } = new AbortController();

beforeAll(async () => importDatabases(host), 900_000);

interface TakenDump {
  readonly rdb: Buffer;
  readonly facts: DumpFacts;
}

async function take({ server }: TestServer): Promise<TakenDump> {
  const dump = await redisDriver.dump(server, 'all', signal);
  const [rdb, facts] = await Promise.all([buffer(dump.stream), dump.done]);
  return { rdb, facts };
}

function bytes(rdb: Buffer): Readable {
  return Readable.from([rdb], { objectMode: false });
}

const manyKeys = `EVAL "for i = 1, 3000 do redis.call('set', 'key' .. i, string.rep(i, 50)) end" 0`;

describe.each([
  ['in memory', ''],
  ['with a log of its changes', '--appendonly yes'],
])('a Redis server %s', (_, flags) => {
  let redis: TestServer;
  beforeAll(async () => {
    redis = await startDatabaseServer({ host, engine: 'redis', env: { FLAGS: flags } });
    await redis.run(manyKeys);
    await redis.run('-n 3 SET "a key" packed');
  });
  afterAll(async () => redis[Symbol.asyncDispose]());

  const facts = async (): Promise<string> =>
    `${await redis.run('-n 3 GET "a key"')}${await redis.run('DBSIZE')}${await redis.run('ROLE')}`
      .split('\n')
      .slice(0, 3)
      .join(' ');

  test('is copied whole, taken back in, put back, and keeps it when it starts again', async () => {
    const { version, databases } = await redisDriver.look(redis.server, signal);
    expect([version, databases.length]).toEqual([expect.stringMatching(/^7\.0\.\d+$/u), 1]);
    const { rdb, facts: stated } = await take(redis);
    expect(stated.rows).toEqual([{ table: 'keys', rows: 3001 }]);
    await redis.run('-n 3 SET "a key" present');
    await redis.run('DEL key1 key2');

    const site = redisDriver.site(redis.server, 'all', 'job1');
    expect(await site.probe()).toBe('untouched');
    await site.stage(bytes(rdb), signal);
    await site.check(stated.rows, signal);
    expect(await site.probe()).toBe('staged');
    await expect(site.check([{ table: 'keys', rows: 3002 }], signal)).rejects.toMatchObject({
      code: 'DATABASE_RESTORE_FAILED',
    });
    await site.swapIn();
    expect([await site.probe(), await facts()]).toEqual(['swapped', 'packed 3000 master']);
    expect(await site.keptBytes()).toBeGreaterThan(0);
    await docker(host, 'restart', '--time', '5', redis.server.containerId);
    await until('the server is back', () => redis.run('PING').catch(() => null));
    expect(await facts()).toBe('packed 3000 master');

    await site.swapBack();
    expect([await site.probe(), await facts()]).toEqual(['staged', 'present 2998 master']);
    await site.release();
    expect(await site.probe()).toBe('untouched');
    expect(await redis.shell('ls /data')).not.toContain('lifeboat');
  });

  test('is put back by whoever comes after an exchange that died', async () => {
    const { rdb } = await take(redis);
    await redis.run('-n 3 SET "a key" newest');
    const before = await facts();
    const site = redisDriver.site(redis.server, 'all', 'job2');
    await site.stage(bytes(rdb), signal);
    const swapping = site.swapIn().catch(() => undefined);
    await until('the exchange has begun', async () =>
      (await redis.shell('ls /data')).includes('_old.rdb') ? true : null,
    );
    // The second server; the first is the container's first process.
    await redis.shell(
      'for of in /proc/[0-9]*; do [ "$(cat $of/comm 2>/dev/null)" != redis-server ] || [ $of = /proc/1 ] || kill -9 ${of#/proc/}; done',
    );
    await swapping;
    const state = await site.probe();
    await site.swapBack();
    expect([state, await facts()]).toEqual([expect.stringMatching(/moving|swapped/u), before]);
    await site.release();
  });
});

describe('a Redis server whose command has its password', () => {
  test('is let in by it', async () => {
    const command = ['redis-server', '--requirepass', serverPassword, '--dir', '/tmp'];
    const run = ['run', '--detach', '--network', 'none', databaseImage, ...command];
    const containerId = (await docker(host, ...run)).trim();
    try {
      const client = await connectDocker(parseEndpoint(host));
      const server = { docker: client, engine: 'redis', service: 'cache', containerId } as const;
      expect((await redisDriver.look(server, signal)).version).toMatch(/^7\.0\./u);
    } finally {
      await docker(host, 'rm', '--force', containerId);
    }
  });
});

describe('a file that is no copy of a Redis server', () => {
  test('is refused, and what is live stays', async () => {
    await using redis = await startDatabaseServer({ host, engine: 'redis' });
    await redis.run('SET a 1');
    const { rdb } = await take(redis);
    const site = redisDriver.site(redis.server, 'all', 'job3');
    for (const wrong of [
      rdb.subarray(0, -4),
      Buffer.from('hello'),
      Buffer.concat([Buffer.from('REDIS0099'), rdb.subarray(9)]),
    ]) {
      await expect(site.stage(bytes(wrong), signal)).rejects.toMatchObject({ code: 'DATABASE_RESTORE_FAILED' });
    }
    expect(await site.probe()).toBe('untouched');
    await site.release();
  });

  test('a password is in no command line, and a wrong one is refused', async () => {
    await using redis = await startDatabaseServer({ host, engine: 'redis' });
    await redis.run(manyKeys);
    const { result, found } = await watchingProcesses(serverPassword, async () => take(redis));
    expect(result.facts.rows).toEqual([{ table: 'keys', rows: 3000 }]);
    expect(found.filter((place) => place.endsWith('cmdline'))).toEqual([]);
    await redis.run('CONFIG SET requirepass another');
    await expect(redisDriver.dump(redis.server, 'all', signal)).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
      params: { detail: expect.stringMatching(/NOAUTH|WRONGPASS/u) },
    });
  });
});
