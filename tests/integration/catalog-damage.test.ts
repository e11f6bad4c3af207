// The short form of `npm run chaos -- --suite catalog`. Failures name the point and its kind.
import { expect, it } from 'vitest';
import { catalogPoints } from '../chaos/catalog/suite.ts';

// Seconds of work, on a machine that does nothing else.
const timeoutMs = 300_000;

it(
  'a catalog that was deleted, cut, changed or rolled back: all packs and debts are found again, nothing is deleted',
  async () => {
    const { used, rebuilt, faults } = await catalogPoints(20, 5);
    expect(faults).toEqual([]);
    // Both were tried.
    expect(used).toBeGreaterThan(4);
    expect(rebuilt).toBeGreaterThan(2);
  },
  timeoutMs,
);
