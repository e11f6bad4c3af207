import { expect, it } from 'vitest';
import { nextAttempt } from './retry-rule.ts';

it.each([
  [1, 1],
  [2, 5],
  [3, 30],
  [4, 120],
  [5, 360],
  [6, null],
  [7, null],
])('after %i attempts it waits %s minutes', (attempts, minutes) => {
  expect(nextAttempt(attempts, 1000)).toBe(minutes === null ? null : 1000 + minutes * 60_000);
});
