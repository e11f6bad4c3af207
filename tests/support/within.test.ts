import { expect, it } from 'vitest';
import { until } from './until.ts';
import { within } from './within.ts';

const never = new Promise<never>(() => undefined);

it('settles as its work does', async () => {
  expect(await within('an answer', 1000, Promise.resolve(1))).toBe(1);
  await expect(within('an answer', 1000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});

it('names what never comes', async () => {
  await expect(within('an answer', 20, never)).rejects.toThrow('not within 20 ms: an answer');
  await expect(until('an answer', () => never, 20)).rejects.toThrow('not within 20 ms: an answer');
});
