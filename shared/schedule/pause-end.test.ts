import { describe, expect, it } from 'vitest';
import { isPausedThen, localMinute, pauseEnd } from './pause-end.ts';

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

it.each([
  ['no pause', null, false],
  ['until somebody resumes', { since: '2026-11-20T00:00:00.000Z', until: null }, true],
  ['over before', { since: '2026-11-20T00:00:00.000Z', until: '2026-11-20T03:59:59.000Z' }, false],
  ['over at that moment', { since: '2026-11-20T00:00:00.000Z', until: '2026-11-20T04:00:00.000Z' }, false],
  ['longer', { since: '2026-11-20T00:00:00.000Z', until: '2026-11-20T08:00:00.000Z' }, true],
])('a run at four is kept by: %s', (_name, pause, expected) => {
  expect(isPausedThen(pause, '2026-11-20T04:00:00.000Z')).toBe(expected);
});
