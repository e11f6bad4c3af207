// The short form of `npm run chaos -- --suite races`. Failures name the race.
import { expect, it } from 'vitest';
import { races } from '../chaos/races/races.ts';

// Seconds of work, on a machine that does nothing else.
const timeoutMs = 300_000;

it(
  'of two processes exactly one gets a stack, also after a death, a pid used again, another boot, a clock years off',
  async () => {
    const { won, takeovers, disguised, faults } = await races(120, 7);
    expect(faults).toEqual([]);
    // Neither is always faster, and the strange cases were met.
    expect(Math.min(...won)).toBeGreaterThan(3);
    expect(takeovers).toBeGreaterThan(3);
    expect(disguised).toBeGreaterThan(6);
  },
  timeoutMs,
);
