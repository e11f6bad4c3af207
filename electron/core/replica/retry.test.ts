import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { never } from '../archive/testing/small-pack.ts';
import { AppError } from '../errors.ts';
import { isWorthRetry, pauseMs, type RetryRules, usualRetries, withRetries } from './retry.ts';
import type { ReplicaTarget } from './target.ts';

const lost = () => new AppError('REPLICA_LOST', { host: 'nas', detail: 'gone' });
const rules: RetryRules = { attempts: 3, firstPauseMs: 0, longestPauseMs: 0, jitter: () => 0 };

/** A target whose connections are counted, and good for nothing else. */
function counted() {
  const seen = { opened: 0, open: 0 };
  const fail = () => Promise.reject(lost());
  const target: ReplicaTarget = {
    open: async () => {
      seen.opened++;
      seen.open++;
      return {
        identity: { place: 'nowhere', machine: null, protection: null },
        freeSpace: fail,
        makeFolders: fail,
        write: fail,
        read: () => Readable.from([]),
        list: fail,
        stat: fail,
        rename: fail,
        deleteFile: fail,
        deleteTree: fail,
        [Symbol.asyncDispose]: async () => {
          seen.open--;
        },
      };
    },
  };
  return { seen, target };
}

async function failWith(error: Error): Promise<never> {
  throw error;
}

describe('withRetries', () => {
  it('opens the target anew for each try, and closes what it opened', async () => {
    const { seen, target } = counted();
    let tries = 0;
    const act = async () => {
      if (++tries < 3) throw lost();
      return 'done';
    };
    expect(await withRetries({ target, rules, signal: never, act })).toBe('done');
    expect(seen).toEqual({ opened: 3, open: 0 });
  });

  it('gives up after so many, with the last failure', async () => {
    const { seen, target } = counted();
    const failing = withRetries({ target, rules, signal: never, act: () => failWith(lost()) });
    await expect(failing).rejects.toMatchObject({ code: 'REPLICA_LOST' });
    expect(seen).toEqual({ opened: 3, open: 0 });
  });

  it.each([
    new AppError('REPLICA_DENIED', { path: 'x' }),
    new AppError('REPLICA_FULL', { path: 'x' }),
    new AppError('PACK_CORRUPT', { pack: 'x', part: 'y', detail: 'z' }),
    new TypeError('a mistake'),
  ])('does not try again what cannot help: $message', async (error) => {
    const { seen, target } = counted();
    const failing = withRetries({ target, rules, signal: never, act: () => failWith(error) });
    await expect(failing).rejects.toBe(error);
    expect(seen.opened).toBe(1);
  });

  it('stops waiting when it is told to', async () => {
    const { seen, target } = counted();
    const controller = new AbortController();
    const slow = { ...rules, firstPauseMs: 60_000, longestPauseMs: 60_000 };
    const act = async () => {
      setTimeout(() => controller.abort(), 5);
      throw lost();
    };
    const failing = withRetries({ target, rules: slow, signal: controller.signal, act });
    await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual({ opened: 1, open: 0 });
  });
});

describe('pauseMs', () => {
  it.each([
    [1, 0, 500],
    [1, 1, 1000],
    [2, 1, 2000],
    [5, 1, 16_000],
    [6, 1, 30_000],
    [60, 0, 15_000],
  ])('after failure %i, jitter %d: %i ms', (failed, jitter, expected) => {
    expect(pauseMs(failed, { ...usualRetries, jitter: () => jitter })).toBe(expected);
  });
});

describe('isWorthRetry', () => {
  it('asks the table of errors', () => {
    expect(isWorthRetry(lost())).toBe(true);
    expect(isWorthRetry(new AppError('REPLICA_READ_ONLY', { path: 'x' }))).toBe(false);
    expect(isWorthRetry(new Error('REPLICA_LOST'))).toBe(false);
  });
});
