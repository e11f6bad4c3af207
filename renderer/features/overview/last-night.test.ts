import { expect, it } from 'vitest';
import type { Night, StackSchedule } from '../../../shared/model/schedule.ts';
import { wordsIn } from '../testing/words-in.ts';
import { lastNight, lastNightSentence } from './last-night.ts';

type State = Night['state'];

const days = ['2026-11-18', '2026-11-19', '2026-11-20'];
const morning = new Date(2026, 10, 20, 9).getTime();
const evening = new Date(2026, 10, 20, 20).getTime();

/** A stack with these three last nights. */
const stack = (
  name: string,
  states: readonly [State, State, State],
  more: Partial<StackSchedule> = {},
  openJob = false,
) => ({
  name,
  openJob: openJob ? 'job-1' : null,
  schedule: {
    policies: 1,
    nextRun: { planned: '2026-11-21 04:00', at: '2026-11-21T04:00:00.000Z', policy: 'nightly' },
    nights: days.map((date, n) => ({ date, state: states[n] ?? 'none' })),
    ...more,
  },
});
const later = { nextRun: { planned: '2026-11-20 23:00', at: '2026-11-20T23:00:00.000Z', policy: 'late' } };

it.each([
  [
    'all',
    [stack('wiki', ['good', 'good', 'good']), stack('shop', ['missed', 'good', 'good'])],
    '2 of 2 stacks were backed up last night.',
  ],
  [
    'not all',
    [
      stack('wiki', ['good', 'good', 'good']),
      stack('shop', ['good', 'good', 'missed']),
      stack('crm', ['good', 'good', 'failed']),
    ],
    '1 of 3 stacks was backed up last night. Not as planned: shop, crm.',
  ],
  ['the only one', [stack('wiki', ['none', 'none', 'good'])], 'wiki was backed up last night.'],
  [
    'the only one, and it was not',
    [stack('wiki', ['good', 'good', 'attention'])],
    'wiki was not backed up as planned last night.',
  ],
  [
    'a stack without policies does not count',
    [stack('wiki', ['good', 'good', 'good']), stack('shop', ['failed', 'failed', 'failed'], { policies: 0 })],
    'wiki was backed up last night.',
  ],
  [
    'nor one for which nothing was planned',
    [stack('wiki', ['good', 'good', 'good']), stack('weekly', ['good', 'none', 'none'])],
    'wiki was backed up last night.',
  ],
  [
    'a turn that is still to come: the night before is the last that is over',
    [stack('wiki', ['good', 'missed', 'good']), stack('shop', ['good', 'good', 'none'], later)],
    '1 of 2 stacks was backed up last night. Not as planned: wiki.',
  ],
  [
    'a turn that is at work',
    [stack('wiki', ['good', 'good', 'good']), stack('shop', ['good', 'good', 'none'], {}, true)],
    '2 of 2 stacks were backed up last night.',
  ],
  [
    'a second turn of the same day',
    [stack('wiki', ['good', 'good', 'missed'], later), stack('shop', ['good', 'good', 'good'])],
    '1 of 2 stacks was backed up last night. Not as planned: wiki.',
  ],
  ['days ago', [stack('wiki', ['good', 'none', 'none'])], 'wiki was backed up on 2026-11-18.'],
  ['nothing was planned', [stack('wiki', ['none', 'none', 'none'])], null],
  ['no stack', [], null],
] as const)('%s', (_name, stacks, says) => {
  const night = lastNight(stacks, morning);
  expect(night === null ? null : lastNightSentence(night, wordsIn('en'))).toBe(says);
});

it('is yesterday’s by its date, once the morning is over', () => {
  const night = lastNight([stack('wiki', ['good', 'good', 'none'])], evening);
  expect(night === null ? null : lastNightSentence(night, wordsIn('zh-CN'))).toBe('2026-11-19，wiki 已备份。');
});
