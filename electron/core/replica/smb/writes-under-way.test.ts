// How much of a file is on its way: enough for a long line, and no more than the network takes.
import { expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { SmbTarget } from '../smb-target.ts';
import type { TargetConnection } from '../target.ts';
import { commands } from './header.ts';
import { startLyingServer } from './testing/lying-server.ts';

const credentials = { user: 'backup', domain: '', password: 'secret' };
const { signal } = new AbortController();

function connect(port: number, silenceMs: number): Promise<TargetConnection> {
  const where = { host: '127.0.0.1', port, share: 'share', folder: '', allowsOlder: false };
  const limits = { connectMs: 2000, silenceMs };
  return new SmbTarget({ ...where, ...credentials }, systemClock, limits).open(signal);
}

/** Mebibytes without end; `seen` learns how many were taken. */
async function* mebibytes(seen: (count: number) => void): AsyncGenerator<Buffer, void, undefined> {
  for (let count = 1; ; count += 1) {
    seen(count);
    yield Buffer.alloc(1024 * 1024);
  }
}

test('32 MiB go out before the first answer comes, and not one more', async () => {
  const arrived = Promise.withResolvers<void>();
  let requests = 0;
  await using server = await startLyingServer(credentials, null, {
    answer: (message) => message,
    frame: (bytes) => {
      if (bytes.readUInt16LE(4 + 12) !== commands.WRITE) return bytes;
      requests += 1;
      if (requests === 32) arrived.resolve();
      return Buffer.alloc(0);
    },
  });
  await using target = await connect(server.port, 20_000);
  const cancel = new AbortController();
  let taken = 0;
  const source = mebibytes((count) => (taken = count));
  const writing = target.write('file', source, { offset: 0, signal: cancel.signal });
  await arrived.promise;
  cancel.abort(new Error('enough'));
  await expect(writing).rejects.toThrow('enough');
  expect([requests, taken]).toEqual([32, 33]);
});

test('a network that takes nothing more is not given the whole of it', async () => {
  let turnDeaf = (): void => undefined;
  await using server = await startLyingServer(credentials, null, {
    answer: (message) => message,
    frame: (bytes) => {
      if (bytes.readUInt16LE(4 + 12) === commands.WRITE) turnDeaf();
      return bytes;
    },
  });
  ({ turnDeaf } = server);
  await using target = await connect(server.port, 1000);
  let taken = 0;
  const source = mebibytes((count) => (taken = count));
  await expect(target.write('file', source, { offset: 0, signal })).rejects.toMatchObject({
    code: 'REPLICA_TIMED_OUT',
  });
  // What the system holds for both ends, four that wait, and one that is asked for.
  expect(taken).toBeLessThan(20);
});

test('what has been sent holds no memory any more', async () => {
  await using server = await startLyingServer(credentials, null, { answer: (it) => it, frame: (bytes) => bytes });
  await using target = await connect(server.port, 20_000);
  const chunks = Array.from({ length: 5 }, () => Buffer.alloc(1024 * 1024, 'lifeboat'));
  async function* source(): AsyncGenerator<Buffer, void, undefined> {
    yield* chunks;
  }
  expect(await target.write('file', source(), { offset: 0, signal })).toBe(5 * 1024 * 1024);
  expect(chunks.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0]);
});
