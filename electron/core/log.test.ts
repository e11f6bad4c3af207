import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { createLog, type Log } from './log.ts';

async function linesOf(use: (log: Log) => void): Promise<string> {
  await using home = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  const file = join(home.path, 'logs', 'lifeboat.log');
  use(createLog({ file }));
  return await readFile(file, 'utf8');
}

test('lines are in the file at once and carry their fields', async () => {
  const written = await linesOf((log) => {
    log.child({ job: 'j', stack: 'shop' }).info({ bytes: 7 }, 'copied');
  });
  expect(JSON.parse(written)).toMatchObject({
    job: 'j',
    stack: 'shop',
    bytes: 7,
    msg: 'copied',
    time: expect.stringMatching(/Z$/u),
  });
});

test('no secret is written: by its key at any depth, in URLs, in assignments, in errors', async () => {
  const written = await linesOf((log) => {
    log.info(
      { password: 'canary-1', nested: [{ apiKey: 'canary-2', Authorization: 'canary-3' }] },
      'see ssh://me:canary-4@host/x',
    );
    log.child({ token: 'canary-5' }).warn({ env: ['POSTGRES_PASSWORD=canary-6', 'A=kept'] }, 'DB_SECRET=canary-7');
    log.error({ error: new Error('at tcp://u:canary-8@h', { cause: new Error('MY_TOKEN=canary-9') }) }, 'failed');
    log.error({ error: new SuppressedError(new Error('x'), new Error('ftp://u:canary-10@h')) }, 'failed');
  });
  expect(written).not.toContain('canary');
  expect(written).toContain('A=kept');
});

test('an error is told whole: code, parameters, stack, cause', async () => {
  const written = await linesOf((log) => {
    log.error(
      { error: new AppError('SOURCE_MISSING', { path: '/data' }, { cause: new Error('the reason') }) },
      'failed',
    );
  });
  expect(JSON.parse(written)).toMatchObject({
    error: {
      code: 'SOURCE_MISSING',
      params: { path: '/data' },
      stack: expect.stringContaining('log.test'),
      cause: { message: 'the reason' },
    },
  });
});

test('a log that has grown long is turned over at the next opening, and nothing of it is lost', async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  const file = join(home.path, 'lifeboat.log');
  const open = (): Log => createLog({ file, longestBytes: 100 });
  const early = open();
  early.info({ n: 1 }, 'x'.repeat(200));
  open().info({ n: 2 }, 'after');
  early.info({ n: 3 }, 'of the one that was open before');
  const now = await readFile(file, 'utf8');
  const before = await readFile(`${file}.1`, 'utf8');
  expect(now.match(/"n":\d/gu)).toEqual(['"n":2']);
  expect(before.match(/"n":\d/gu)).toEqual(['"n":1', '"n":3']);
});
