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

describe('a Redis server that cannot take a file in', () => {
  const staged = async (redis: TestServer) => {
    await redis.run('SET a packed');
    const { rdb } = await take(redis);
    await redis.run('SET a present');
    const site = redisDriver.site(redis.server, 'all', 'job4');
    await site.stage(bytes(rdb), signal);
    return site;
  };

  test('keeps what it has, is put back though no second server can run, and takes writes', async () => {
    await using redis = await startDatabaseServer({ host, engine: 'redis' });
    const site = await staged(redis);
    await redis.shell(
      'mv "$(command -v redis-server)" /tmp/gone && printf "#!/bin/sh\\nexit 1\\n" >/usr/local/bin/redis-server && chmod +x /usr/local/bin/redis-server',
    );
    await expect(site.swapIn()).rejects.toMatchObject({ code: 'DATABASE_SWAP_FAILED' });
    expect(await site.probe()).toBe('moving');
    await site.swapBack();
    expect([await site.probe(), await redis.run('GET a'), await redis.run('SET b 1')]).toEqual([
      'staged',
      'present\n',
      'OK\n',
    ]);
    await site.release();
  });

  test('has its own password for a master, whatever is in it, and no other after an exchange that was killed', async () => {
    await using redis = await startDatabaseServer({ host, engine: 'redis' });
    const site = await staged(redis);
    await redis.run(`CONFIG SET masterauth 'a"b\\c'`);
    await site.swapIn();
    expect([await redis.run('GET a'), await redis.run('CONFIG GET masterauth')]).toEqual([
      'packed\n',
      'masterauth\na"b\\c\n',
    ]);
    await site.swapBack();
    // What a script that was killed while it took the file in leaves behind.
    await site.swapIn();
    await redis.shell('cd /data && mark=$(ls *_old.done) && mv $mark ${mark%.done}.auth');
    await redis.run('CONFIG SET masterauth for-now');
    expect(await site.probe()).toBe('moving');
    await site.swapBack();
    expect((await redis.run('CONFIG GET masterauth')).trim()).toBe('masterauth');
    await site.release();
  });

  test('loses no write of a client from elsewhere between what it keeps and what it takes in', async () => {
    await using redis = await startDatabaseServer({ host, engine: 'redis' });
    const site = await staged(redis);
    const writing = redis.shell(
      'export REDISCLI_AUTH=$REDIS_PASSWORD; n=0; while [ ! -e /tmp/stop ]; do n=$((n + 1)); [ "$(redis-cli INCR writes)" = $n ] || break; done; echo $n >/tmp/written',
    );
    await until('it writes', async () => (Number(await redis.run('GET writes')) > 20 ? true : null));
    await site.swapIn();
    await redis.shell('touch /tmp/stop');
    await writing;
    // The write that waited, or was refused, was the next one after the last that was kept.
    const next = Number(await redis.shell('cat /tmp/written'));
    await site.swapBack();
    expect(Number(await redis.run('GET writes'))).toBe(next - 1);
    await site.release();
  }, 60_000);
});
