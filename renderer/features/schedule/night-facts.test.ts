import { expect, it } from 'vitest';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import { wordsIn } from '../testing/words-in.ts';
import { nightFacts } from './night-facts.ts';

const run = (planned: string, state: PolicyRun['state']): PolicyRun => ({
  id: planned,
  policyId: 'p',
  stackId: 's',
  policy: 'nightly',
  planned,
  timeZone: 'UTC',
  plannedAt: `${planned.replace(' ', 'T')}:00.000Z`,
  state,
  reason: null,
  jobId: null,
  backupId: null,
  startedAt: null,
  endedAt: null,
});

const nights = [
  { date: '2026-11-09', state: 'none' },
  { date: '2026-11-10', state: 'missed' },
] as const;

it('tells of each day what was planned on it, in the order of the clock', () => {
  const runs = [run('2026-11-10 16:00', 'succeeded'), run('2026-11-10 04:00', 'missed')];
  expect(nightFacts(nights, runs, wordsIn('en')).map(({ day, label }) => [day, label])).toEqual([
    ['9', '2026-11-09 nothing planned'],
    ['10', '2026-11-10 missed: nightly at 04:00 missed, nightly at 16:00 backed up'],
  ]);
  expect(nightFacts(nights, runs, wordsIn('zh-CN'))[1]?.label).toBe(
    '2026-11-10 错过：04:00 nightly 错过、16:00 nightly 已备份',
  );
});
