import { describe, expect, it } from 'vitest';
import { localMinute, pauseEnd } from './pause-end.ts';

const local = (...at: [number, number, number, number, number]): number => new Date(...at).getTime();

describe('pauseEnd', () => {
  it.each([
    ['hour', local(2026, 10, 20, 23, 30), '2026-11-21 00:30'],
    ['morning', local(2026, 10, 20, 23, 30), '2026-11-21 08:00'],
    // Tomorrow, also before today's morning.
    ['morning', local(2026, 10, 20, 0, 5), '2026-11-21 08:00'],
    ['morning', local(2026, 11, 31, 12, 0), '2027-01-01 08:00'],
  ] as const)('%s from %d ends at %s by the local clock', (choice, now, expected) => {
    expect(localMinute(pauseEnd(choice, now) ?? '')).toBe(expected);
  });

  it('has no end when somebody must resume', () => {
    expect(pauseEnd('resumed', 0)).toBeNull();
  });
});
