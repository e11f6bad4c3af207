import { expect, test } from 'vitest';
import { timeOfPathStat } from './path-stat.ts';

test.for([
  ['2026-01-02T03:04:05Z', 1767323045_000000000n],
  ['2026-01-02T03:04:05.5Z', 1767323045_500000000n],
  ['2026-01-02T03:04:05.123456789+01:00', 1767319445_123456789n],
  ['1969-12-31T23:59:59.25Z', -750000000n],
] as const)('%s', ([mtime, expected]) => {
  expect(timeOfPathStat(Buffer.from(JSON.stringify({ name: 'x', mtime })).toString('base64'))).toBe(expected);
});
