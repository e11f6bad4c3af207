import { describe, expect, it } from 'vitest';
import { isAboutThePack, isDue, nextTryAt } from './copy-queue.ts';

const now = Date.UTC(2026, 10, 20, 4);
const minutes = (count: number): number => now + count * 60_000;

describe('the queue of copies', () => {
  it.each([
    [1, 5],
    [2, 15],
    [3, 60],
    [4, 60],
    [400, 60],
  ])('tries again after %i failures in %i minutes', (tries, pause) => {
    expect(nextTryAt(tries, now)).toBe(minutes(pause));
  });

  it.each([
    [null, true],
    [minutes(-1), true],
    [now, true],
    [minutes(5), false],
    [minutes(60), false],
    // Written while the clock was a day ahead.
    [minutes(1500), true],
  ])('has one that is due at %s', (at, due) => {
    expect(isDue(at === null ? null : new Date(at).toISOString(), now)).toBe(due);
  });

  it('gives up on a pack that is not good, and never on a target', () => {
    expect(isAboutThePack('PACK_CORRUPT')).toBe(true);
    expect(isAboutThePack('REPLICA_PATH_TAKEN')).toBe(true);
    expect(isAboutThePack('REPLICA_UNREACHABLE')).toBe(false);
    expect(isAboutThePack('REPLICA_READ_BACK_WRONG')).toBe(false);
    expect(isAboutThePack('INTERNAL')).toBe(false);
  });
});
