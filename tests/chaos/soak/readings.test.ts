import { expect, it } from 'vitest';
import { growth, type Reading } from './readings.ts';

const mebibyte = 1 << 20;

function cycles(of: (n: number) => Partial<Reading>): readonly Reading[] {
  return Array.from({ length: 12 }, (_, n) => ({
    rssBytes: 200 * mebibyte,
    heapBytes: 60 * mebibyte,
    descriptors: 30,
    ...of(n),
  }));
}

it.each([
  ['nothing', () => ({}), []],
  ['what fills up in the beginning', (n: number) => ({ rssBytes: (200 + Math.min(n, 3) * 50) * mebibyte }), []],
  [
    'what comes and goes',
    (n: number) => ({ heapBytes: (60 + (n % 2) * 40) * mebibyte, descriptors: 30 + (n % 2) }),
    [],
  ],
  ['heap', (n: number) => ({ heapBytes: (60 + n * 8) * mebibyte }), ['heapBytes grew from 108 to 140 MiB']],
  ['one descriptor a cycle', (n: number) => ({ descriptors: 30 + n }), ['descriptors grew from 36 to 40']],
] as const)('growth: %s', (_, of, faults) => {
  expect(growth(cycles(of))).toEqual(faults);
});
