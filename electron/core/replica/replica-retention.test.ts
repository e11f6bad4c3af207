import { describe, expect, it } from 'vitest';
import { type ReplicaRetentionFacts, replicasToDelete, type RetainedCopy } from './replica-retention.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 20);

function copy(daysAgo: number, patch: Partial<RetainedCopy> = {}): RetainedCopy {
  const name = `copy ${daysAgo}`;
  return { name, packId: name, stackId: 'shop', type: 'scheduled', madeAt: now - daysAgo * dayMs, ...patch };
}

function deleted(copies: readonly RetainedCopy[], patch: Partial<ReplicaRetentionFacts> = {}): string[] {
  const none = new Set<string>();
  const retention = { days: null, count: 2 };
  return replicasToDelete({ copies, retention, stackId: 'shop', pinned: none, damaged: none, now, ...patch });
}

describe('replicasToDelete', () => {
  const five = [1, 2, 3, 4, 5].map((days) => copy(days));
  it.each<[string, readonly RetainedCopy[], Partial<ReplicaRetentionFacts>, string[]]>([
    ['by count, the oldest first', five, {}, ['copy 5', 'copy 4', 'copy 3']],
    ['by days', five, { retention: { days: 3, count: null } }, ['copy 5', 'copy 4']],
    ['what either keeps', five, { retention: { days: 3, count: 4 } }, ['copy 5']],
    ['nothing without a measure', five, { retention: { days: null, count: null } }, []],
    ['never the newest', five, { retention: { days: 0, count: 0 } }, ['copy 5', 'copy 4', 'copy 3', 'copy 2']],
    ['never the only one', [copy(900)], { retention: { days: 1, count: 0 } }, []],
    [
      'never what an operator made',
      [copy(1), copy(2, { type: 'manual' }), copy(3, { type: 'pre-upgrade' })],
      { retention: { days: 0, count: 0 } },
      [],
    ],
    ['never another stack’s', [copy(1), copy(2, { stackId: 'other' })], { retention: { days: 0, count: 0 } }, []],
    ['never what is pinned', five, { pinned: new Set(['copy 5', 'copy 3']) }, ['copy 4']],
    [
      'not the newest that is whole, when newer ones are damaged',
      five,
      { retention: { days: 0, count: 0 }, damaged: new Set(['copy 1', 'copy 2']) },
      [],
    ],
    [
      'nothing older than a damaged one',
      five,
      { retention: { days: 0, count: 1 }, damaged: new Set(['copy 3']) },
      ['copy 2'],
    ],
    [
      'what the future dates stands in for nothing',
      [copy(-5), ...five],
      { retention: { days: 0, count: 0 } },
      ['copy 5', 'copy 4', 'copy 3', 'copy 2'],
    ],
    ['nothing of nothing', [], {}, []],
  ])('%s', (_, copies, patch, expected) => {
    expect(deleted(copies, patch)).toEqual(expected);
  });
});
