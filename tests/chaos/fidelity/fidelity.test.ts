import { expect, test } from 'vitest';
import { folderTrip } from './suite.ts';

// The full form, with a volume: npm run chaos -- --suite fidelity.
test('what comes back of a folder equals what went in, or is named as not kept', async () => {
  const { cases, omitted, faults } = await folderTrip(300);
  expect(faults).toEqual([]);
  expect(cases).toBeGreaterThan(40);
  expect(omitted).toBeGreaterThan(0);
}, 300_000);
