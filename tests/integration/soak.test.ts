// The short form of `npm run chaos -- --suite soak`: as few cycles as show growth.
import { expect, inject, it } from 'vitest';
import { soak } from '../chaos/soak/soak.ts';

// Seconds of work, on a machine that does nothing else.
const timeoutMs = 300_000;

it(
  'a process that backs up, verifies and rolls back over and over holds no more in the end',
  async () => {
    const { cycles, faults } = await soak(inject('dockerHost'), 0);
    expect(faults).toEqual([]);
    expect(cycles).toBeGreaterThan(8);
  },
  timeoutMs,
);
