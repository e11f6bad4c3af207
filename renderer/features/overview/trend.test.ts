import { expect, it } from 'vitest';
import { isGood } from '../../../shared/model/view.ts';
import { barsOf, sizesOf } from './trend.ts';

const good = { status: 'succeeded', verified: true, missing: false, storedBytes: 5 } as const;

it.each([
  { name: 'verified and there', backup: good, is: true },
  { name: 'not verified', backup: { ...good, verified: false }, is: false },
  { name: 'its files are gone', backup: { ...good, missing: true }, is: false },
  { name: 'failed', backup: { ...good, status: 'failed' as const }, is: false },
  { name: 'running', backup: { ...good, status: 'running' as const, verified: false }, is: false },
])('$name', ({ backup, is }) => {
  expect(isGood(backup)).toBe(is);
});

it('takes the last 14 good ones, the oldest first', () => {
  const newestFirst = Array.from({ length: 16 }, (_, at) => ({ ...good, storedBytes: 100 - at }));
  const failed = { ...good, status: 'failed' as const, storedBytes: 999 };
  expect(sizesOf([failed, ...newestFirst])).toEqual([87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
  expect(sizesOf([])).toEqual([]);
});

it('draws bars from zero, with the newest at the right edge', () => {
  expect(barsOf([50, 100], { step: 7, height: 24 })).toEqual([
    { x: 84, y: 12, height: 12 },
    { x: 91, y: 0, height: 24 },
  ]);
});

it('draws a backup of nothing as a line', () => {
  expect(barsOf([0, 0], { step: 7, height: 24 })).toEqual([
    { x: 84, y: 23, height: 1 },
    { x: 91, y: 23, height: 1 },
  ]);
});
