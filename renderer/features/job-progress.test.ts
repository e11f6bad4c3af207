import { expect, it } from 'vitest';
import { etaShown, shareOf } from './job-progress.ts';

it.each([
  { doneBytes: 0, totalBytes: 0, share: null },
  { doneBytes: 500, totalBytes: 0, share: null },
  { doneBytes: 0, totalBytes: 800, share: 0 },
  { doneBytes: 200, totalBytes: 800, share: 0.25 },
  { doneBytes: 800, totalBytes: 800, share: 1 },
  // The total is an estimate that the data may outgrow.
  { doneBytes: 900, totalBytes: 800, share: 1 },
])('$doneBytes of $totalBytes bytes', ({ share, ...progress }) => {
  expect(shareOf(progress)).toBe(share);
});

it.each([
  [0, 0],
  [1, 1000],
  [1000, 1000],
  [61_001, 62_000],
])('%d ms left are shown as %d', (etaMs, shown) => {
  expect(etaShown(etaMs)).toBe(shown);
});
