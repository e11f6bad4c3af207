import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CreditPool } from './credit-pool.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { orAborted } from './or-aborted.ts';
import { pieces } from './transfer.ts';
import { Watchdog } from './watchdog.ts';

const { signal } = new AbortController();

describe('credits', () => {
  test('are spent in the order of asking, however much each costs', async () => {
    const pool = new CreditPool();
    pool.grant(15);
    const begun: string[] = [];
    const begin = (name: string, charge: number): Promise<number> => pool.spend(charge, () => begun.push(name), signal);
    await begin('first', 10);
    const waiting = [begin('large', 10), begin('small', 1)];
    expect([begun, pool.free, pool.isWaitedFor]).toEqual([['first'], 6, true]);
    pool.grant(4);
    expect([begun, pool.free]).toEqual([['first', 'large'], 0]);
    pool.grant(1);
    await Promise.all(waiting);
    expect(begun).toEqual(['first', 'large', 'small']);
  });

  test('are not spent by who gave up, and nobody waits once the connection failed', async () => {
    const pool = new CreditPool();
    const start = vi.fn<() => void>();
    const cancel = new AbortController();
    const given = pool.spend(5, start, cancel.signal);
    cancel.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    pool.grant(10);
    expect([start.mock.calls.length, pool.free]).toEqual([0, 11]);
    const waiting = pool.spend(50, start, signal);
    pool.fail(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(pool.spend(1, start, signal)).rejects.toThrow('gone');
  });

  test('have a limit, whatever a server says', () => {
    const pool = new CreditPool();
    for (let round = 0; round < 100; round += 1) pool.grant(65_535);
    expect(pool.free).toBe(65_536);
  });
});

describe('frames', () => {
  const frame = (text: string): Buffer => {
    const bytes = Buffer.from(`0000${text}`);
    bytes.writeUInt32BE(text.length, 0);
    return bytes;
  };

  test.each([1, 2, 3, 5, 7, 100])('come out whole when bytes come in pieces of %i', (size) => {
    const bytes = Buffer.concat([frame('first'), frame('a second one'), frame('last')]);
    const splitter = new FrameSplitter();
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const whole of splitter.push(bytes.subarray(at, at + size))) found.push(whole.toString());
    }
    expect(found).toEqual(['first', 'a second one', 'last']);
  });

  test.each([0, 3, 1024 * 1024 + 4097, 0xffff_ffff])('of %i bytes are refused before memory is taken', (length) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    expect(() => [...new FrameSplitter().push(head)]).toThrow(expect.objectContaining({ code: 'REPLICA_TAMPERED' }));
  });
});

describe('pieces of a stream', () => {
  test.each([
    [[3, 3, 3], 4],
    [[10], 4],
    [[1, 8, 1], 4],
    [[0, 4, 0, 4], 4],
    [[], 4],
  ])('of %j bytes in pieces of %i are the same bytes', async (lengths, size) => {
    let next = 0;
    const chunks = lengths.map((length) => Buffer.from(Array.from({ length }, () => (next += 1))));
    const found: Buffer[] = [];
    for await (const piece of pieces(streamed(chunks), size)) found.push(piece);
    expect(Buffer.concat(found)).toEqual(Buffer.concat(chunks));
    expect(found.slice(0, -1).every(({ length }) => length === size)).toBe(true);
    expect(found.every(({ length }) => length > 0 && length <= size)).toBe(true);
  });

  async function* streamed(chunks: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
    yield* chunks;
  }
});

describe('the watchdog', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const watch = (tick: () => number | null) => {
    const told: string[] = [];
    const watchdog = new Watchdog(6000, {
      tick,
      askForSign: () => told.push('asked'),
      giveUp: (ms) => {
        told.push(`gave up after ${ms}`);
        watchdog.stop();
      },
    });
    return { told, watchdog };
  };

  test('asks half-way and gives up a server that owes an answer and is silent', () => {
    let oldest = 0;
    const { told } = watch(() => (oldest += 1));
    vi.advanceTimersByTime(5999);
    expect(told).toEqual(['asked']);
    vi.advanceTimersByTime(2000);
    expect(told).toEqual(['asked', 'gave up after 6000']);
  });

  test('lets a server that shows life take ten times as long for one answer', () => {
    let oldest = 0;
    const { told, watchdog } = watch(() => (oldest += 1));
    for (let second = 0; second < 60; second += 2) {
      vi.advanceTimersByTime(2000);
      watchdog.sawLife();
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(told).toEqual(['gave up after 60000']);
  });

  test('does not mind silence while nothing is owed', () => {
    const { told, watchdog } = watch(() => null);
    vi.advanceTimersByTime(600_000);
    watchdog.stop();
    expect(told).toEqual([]);
  });
});

test('an abort ends a wait at once, and work that fails afterwards troubles nobody', async () => {
  const cancel = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const waiting = orAborted(promise, cancel.signal);
  cancel.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  reject(new Error('later'));
  await expect(orAborted(Promise.resolve(1), cancel.signal)).rejects.toThrow('enough');
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
});
