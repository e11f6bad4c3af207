import { describe, expect, it } from 'vitest';
import { policyPresets } from '../../../shared/schedule/policy-presets.ts';
import { wordsIn } from '../testing/words-in.ts';
import { draftFacts, keepsWords, whatWords, wouldWords } from './policy-words.ts';

const en = wordsIn('en');
const zh = wordsIn('zh-CN');

describe('keepsWords', () => {
  it.each([
    [{ days: null, count: 14 }, 'the newest 14', '最新的 14 个'],
    [{ days: 30, count: null }, 'those of the last 30 days', '最近 30 天的备份'],
    [
      { days: 30, count: 3 },
      'those of the last 30 days, and always the newest 3',
      '最近 30 天的备份，并始终保留最新的 3 个',
    ],
    [{ days: null, count: null }, 'all', '全部'],
    [
      { days: 1, count: 1 },
      'those of the last day, and always the newest one',
      '最近 1 天的备份，并始终保留最新的 1 个',
    ],
  ])('%o', (retention, english, chinese) => {
    expect(keepsWords(retention, en)).toBe(english);
    expect(keepsWords(retention, zh)).toBe(chinese);
  });
});

describe('whatWords', () => {
  it.each([
    [policyPresets.nightly, 'cold'],
    [policyPresets.weekly, 'cold, with images'],
    [{ ...policyPresets.nightly, only: ['volume/a', 'volume/b'] }, 'cold, 2 sources'],
    [{ ...policyPresets.nightly, mode: 'hot', format: 'gzip', level: 9 }, 'hot, gzip at level 9'],
    [{ ...policyPresets.nightly, replicate: false }, 'cold, not to a replica'],
    [{ ...policyPresets.nightly, format: 'zstd' }, 'cold, zstd'],
  ] as const)('%o: %s', (policy, expected) => {
    expect(whatWords(policy, en)).toBe(expected);
  });
});

describe('wouldWords', () => {
  const kept = (n: number) => Array.from({ length: n }, () => ({ backupId: 'b', name: 'b', reason: 'count' as const }));
  const gone = [{ backupId: 'b', name: 'b', storedBytes: 1 }];
  it.each([
    [{ keeps: kept(14), deletes: [...gone, ...gone, ...gone] }, 'would delete 3, keeps 14'],
    [{ keeps: kept(2), deletes: [] }, 'would delete none, keeps 2'],
    [null, 'touches only backups that this policy makes'],
  ])('%#: %s', (preview, expected) => {
    expect(wouldWords(preview, en)).toBe(expected);
  });
});

describe('draftFacts', () => {
  const preview = {
    zone: 'UTC',
    next: [{ planned: '2026-11-21 04:00', at: '2026-11-21T04:00:00.000Z' }],
    allowedAgeMs: 26 * 3_600_000,
    retention: null,
  };

  it('keeps its rows whatever is known', () => {
    const ids = ['words', 'next', 'alarm', 'retention'];
    expect(draftFacts({ when: 'every day at 04:00', enabled: true, preview }, en).map(({ id }) => id)).toEqual(ids);
    expect(draftFacts({ when: null, enabled: true, preview: null }, en).map(({ id, lines }) => [id, ...lines])).toEqual(
      ids.map((id) => [id, '–']),
    );
  });

  it('tells the next runs, the alarm, and an expression that plans nothing', () => {
    expect(
      draftFacts({ when: 'every day at 04:00', enabled: true, preview }, en).flatMap(({ lines }) => lines),
    ).toEqual([
      'every day at 04:00',
      '2026-11-21 04:00',
      'when the newest good backup is older than 1 d 2 h',
      'touches only backups that this policy makes',
    ]);
    expect(draftFacts({ when: '', enabled: true, preview: { ...preview, next: [] } }, en)[1]).toEqual({
      id: 'next',
      lines: ['no date fits'],
    });
  });

  it('threatens with no alarm while it is off', () => {
    const rows = draftFacts({ when: '', enabled: false, preview }, en);
    expect(rows.find(({ id }) => id === 'alarm')?.lines).toEqual(['none while it is off']);
  });
});
