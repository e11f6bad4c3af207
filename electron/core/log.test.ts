import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { createLog, type LogOptions } from './log.ts';

async function linesOf(
  options: Omit<LogOptions, 'file'>,
  use: (log: ReturnType<typeof createLog>) => void,
): Promise<string> {
  await using home = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  const file = join(home.path, 'logs', 'lifeboat.log');
  use(createLog({ ...options, file }));
  return await readFile(file, 'utf8');
}

test('lines are in the file at once, carry their fields, and reach the mirror', async () => {
  const mirror = new PassThrough();
  const written = await linesOf({ mirror }, (log) => {
    log.child({ job: 'j', stack: 'shop' }).info({ bytes: 7 }, 'copied');
    log.debug({}, 'too fine');
  });
  expect(JSON.parse(written)).toMatchObject({
    job: 'j',
    stack: 'shop',
    bytes: 7,
    msg: 'copied',
    time: expect.stringMatching(/Z$/u),
  });
  expect(String(mirror.read())).toBe(written);
});

test('no secret is written: by its key at any depth, in URLs, in assignments, in errors', async () => {
  const written = await linesOf({ level: 'debug' }, (log) => {
    log.info(
      { password: 'canary-1', nested: [{ apiKey: 'canary-2', Authorization: 'canary-3' }] },
      'see ssh://me:canary-4@host/x',
    );
    log.child({ token: 'canary-5' }).warn({ env: ['POSTGRES_PASSWORD=canary-6', 'A=kept'] }, 'DB_SECRET=canary-7');
    log.error({ error: new Error('at tcp://u:canary-8@h', { cause: new Error('MY_TOKEN=canary-9') }) }, 'failed');
    log.debug({ error: new SuppressedError(new Error('x'), new Error('ftp://u:canary-10@h')) }, 'failed');
  });
  expect(written).not.toContain('canary');
  expect(written).toContain('A=kept');
});

test('an error is told whole: code, parameters, stack, cause', async () => {
  const written = await linesOf({}, (log) => {
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
