import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RecoveryReport } from '../../shared/model/report.ts';
import { watchForDeaths } from './death-watch.ts';

const recovery: RecoveryReport = { jobs: [], started: [], owed: [], sweptFolders: 1, removedHelpers: 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('looks again and again, tells only of deaths, and outlives a failure', async () => {
  const answers = [
    () => Promise.resolve(null),
    () => Promise.reject(new Error('busy')),
    () => Promise.resolve(recovery),
  ];
  const log: string[] = [];
  using _watch = watchForDeaths({
    engine: { recoverDead: () => (answers.shift() ?? (() => Promise.resolve(null)))() },
    told: () => log.push('told'),
    failed: () => log.push('failed'),
  });
  await vi.advanceTimersByTimeAsync(16_000);
  expect(log).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(log).toEqual(['failed', 'told']);
});

it('never looks twice at once, and not at all after its end', async () => {
  const slow = Promise.withResolvers<RecoveryReport | null>();
  let looks = 0;
  const told = vi.fn<(of: RecoveryReport) => void>();
  const watch = watchForDeaths({
    engine: {
      recoverDead: () => {
        looks += 1;
        return slow.promise;
      },
    },
    told,
    failed: () => undefined,
  });
  await vi.advanceTimersByTimeAsync(100_000);
  expect(looks).toBe(1);
  watch[Symbol.dispose]();
  slow.resolve(recovery);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(looks).toBe(1);
  expect(told).not.toHaveBeenCalled();
});
