import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../shared/model/fault.ts';
import { type BookEntry, decideAlarms } from './alarm-rule.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-11-20T04:00:00.000Z');

function fault(key: string, part: Partial<Fault> = {}): Fault {
  return {
    key,
    kind: 'overdue',
    state: 'alarm',
    stackId: 's',
    stack: 'shop',
    params: { hours: 26 },
    reason: null,
    since: new Date(start).toISOString(),
    ...part,
  };
}

type Look = readonly [atMs: number, present: readonly Fault[]];

/** What every look tells: `key` for a fault, `-key` for its end. */
function story(looks: readonly Look[]): string[] {
  let book: readonly BookEntry[] = [];
  return looks.map(([at, present]) => {
    const decision = decideAlarms(book, present, start + at);
    ({ book } = decision);
    return [...decision.faults.map(({ key }) => key), ...decision.over.map(({ key }) => `-${key}`)].join(' ');
  });
}

const a = fault('a');
const b = fault('b');
const mild = fault('a', { state: 'attention' });

describe('what is told of faults', () => {
  it.each<[string, readonly Look[], string[]]>([
    ['nothing of nothing', [[0, []]], ['']],
    [
      'a fault once, not every minute',
      [
        [0, [a]],
        [minute, [a]],
        [2 * minute, [a]],
        [23 * hour, [a]],
      ],
      ['a', '', '', ''],
    ],
    [
      'again after a day, and after another',
      [
        [0, [a]],
        [24 * hour, [a]],
        [25 * hour, [a]],
        [48 * hour, [a]],
      ],
      ['a', 'a', '', 'a'],
    ],
    [
      'two at once, each in its own time',
      [
        [0, [a]],
        [hour, [a, b]],
        [24 * hour, [a, b]],
        [25 * hour, [a, b]],
      ],
      ['a', 'b', 'a', 'b'],
    ],
    [
      'its end, once',
      [
        [0, [a]],
        [minute, []],
        [2 * minute, []],
      ],
      ['a', '-a', ''],
    ],
    [
      'one that comes back long after it had ended',
      [
        [0, [a]],
        [minute, []],
        [3 * hour, [a]],
      ],
      ['a', '-a', 'a'],
    ],
    [
      'one that comes and goes: hourly at most, and its end only when it was told',
      [
        [0, [a]],
        [minute, []],
        [2 * minute, [a]],
        [3 * minute, []],
        [4 * minute, [a]],
        [hour + minute, [a]],
        [hour + 2 * minute, []],
        [hour + 3 * minute, [a]],
        [2 * hour + 2 * minute, [a]],
      ],
      ['a', '-a', '', '', '', 'a', '-a', '', 'a'],
    ],
    [
      'one that became worse, at once',
      [
        [0, [mild]],
        [minute, [a]],
        [2 * minute, [a]],
      ],
      ['a', 'a', ''],
    ],
    [
      'not that it became milder',
      [
        [0, [a]],
        [minute, [mild]],
      ],
      ['a', ''],
    ],
    [
      'a lasting one a day after the clock went back a year',
      [
        [0, [a]],
        [-365 * 24 * hour, [a]],
        [-364 * 24 * hour, [a]],
      ],
      ['a', '', 'a'],
    ],
    [
      'an interruption without its end',
      [
        [0, [fault('i', { kind: 'interrupted', state: 'attention' })]],
        [24 * hour, []],
      ],
      ['i', ''],
    ],
  ])('%s', (_what, looks, told) => {
    expect(story(looks)).toEqual(told);
  });

  it('says since when: from the first look on while it lasts, anew when it came back', () => {
    const at = (ms: number) => new Date(start + ms).toISOString();
    const seen = (ms: number) => fault('a', { since: at(ms) });
    const first = decideAlarms([], [seen(0)], start);
    const second = decideAlarms(first.book, [seen(hour)], start + hour);
    expect(second.book[0]?.fault.since).toBe(at(0));
    const gone = decideAlarms(second.book, [], start + 2 * hour);
    const back = decideAlarms(gone.book, [seen(3 * hour)], start + 3 * hour);
    expect(back.book[0]?.fault.since).toBe(at(3 * hour));
  });

  it('forgets what ended', () => {
    const told = decideAlarms([], [a], start);
    const gone = decideAlarms(told.book, [], start + 2 * hour);
    expect(decideAlarms(gone.book, [], start + 3 * hour).book).toEqual([]);
  });
});
