import { expect, test } from 'vitest';
import { InFlight } from './in-flight.ts';

test('waits for all that is under way, also for what failed and for what began meanwhile', async () => {
  const inFlight = new InFlight();
  const first = Promise.withResolvers<number>();
  const later = Promise.withResolvers<number>();
  const told: string[] = [];
  const answer = inFlight.attend(first.promise);
  const settled = inFlight.settled(60_000).then(() => told.push('settled'));
  const failing = inFlight.attend(Promise.reject(new Error('no engine'))).catch(() => told.push('failed'));
  inFlight.attend(later.promise).catch(() => undefined);
  await failing;
  first.resolve(1);
  expect(await answer).toBe(1);
  expect(told).toEqual(['failed']);
  later.resolve(2);
  await settled;
  expect(told).toEqual(['failed', 'settled']);
});

test('waits no longer than it was told', async () => {
  const inFlight = new InFlight();
  inFlight.attend(new Promise(() => undefined)).catch(() => undefined);
  await expect(inFlight.settled(10)).resolves.toBeUndefined();
});
