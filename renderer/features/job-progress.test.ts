import { expect, it } from 'vitest';
import { etaShown, isCopyingOnly, phaseWords, shareOf } from './job-progress.ts';
import { aJob } from './jobs/testing/a-job.ts';
import { wordsIn } from './testing/words-in.ts';

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

it.each([
  ['copying', 'volume/pgdata', 'Copying data', '复制数据', 'volume/pgdata'],
  ['copying', null, 'Copying data', '复制数据', null],
  ['replicating', '3/7 volumes/pgdata.tar.zst', 'Replicating 3 of 7', '复制到副本（3/7）', 'volumes/pgdata.tar.zst'],
  ['reading-replica', '1/12 manifest.json', 'Reading the replica back 1 of 12', '读回副本（1/12）', 'manifest.json'],
  ['replicating', 'folder/3 of 7', 'Replicating', '复制到副本', 'folder/3 of 7'],
] as const)('%s %s', (phase, item, en, zh, shown) => {
  expect(phaseWords({ phase, item }, wordsIn('en'))).toEqual({ phase: en, item: shown });
  expect(phaseWords({ phase, item }, wordsIn('zh-CN')).phase).toBe(zh);
});

it('what is cancelled while a good backup is copied is the copying', () => {
  const at = (phase: 'copying' | 'replicating') => ({ ...aJob().progress, phase });
  expect(isCopyingOnly(aJob({ progress: at('replicating') }))).toBe(true);
  expect(isCopyingOnly(aJob({ progress: at('copying') }))).toBe(false);
  expect(isCopyingOnly(aJob({ kind: 'replicate', progress: at('replicating') }))).toBe(false);
});
