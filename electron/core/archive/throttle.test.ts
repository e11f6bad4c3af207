import { expect, it } from 'vitest';
import { Throttle } from './throttle.ts';

const signal = new AbortController().signal;

it('holds a flow to its rate', async () => {
  let now = 1_000_000;
  const throttle = new Throttle(1000, () => now);
  const begun = performance.now();
  await throttle.take(100, signal);
  expect(performance.now() - begun).toBeGreaterThan(90);
  now += 10_000;
  await throttle.take(5000, signal);
  expect(performance.now() - begun).toBeLessThan(2000);
});

it('goes on when the clock is set back', async () => {
  let now = 1_000_000_000;
  const throttle = new Throttle(1_000_000, () => now);
  await throttle.take(1000, signal);
  now -= 86_400_000;
  await expect(throttle.take(1000, AbortSignal.timeout(2000))).resolves.toBeUndefined();
});
