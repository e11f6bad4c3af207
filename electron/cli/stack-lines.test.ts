import { expect, it } from 'vitest';
import type { ScheduleState } from '../../shared/model/schedule.ts';
import type { StackView } from '../../shared/model/view.ts';
import { runOf } from '../../shared/stack/testing/schedules.ts';
import { backup, stack } from './testing/samples.ts';
import { fakeEngine } from './testing/fake-engine.ts';
import { runLine } from './testing/run-line.ts';

// By the local clock, whatever zone the test runs in.
const now = new Date(2026, 10, 20, 22).getTime();
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
const made = (hours: number) => ({ ...backup, createdAt: hoursAgo(hours) });
const nightly = {
  ...stack.schedule,
  policies: 1,
  allowedAgeMs: 26 * 3_600_000,
  nextRun: { planned: '2026-11-21 04:00', at: new Date(2026, 10, 21, 4).toISOString(), policy: 'nightly' },
};
const good = { ...stack, lastGood: made(6), lastEnded: made(6), schedule: nightly };
const late = {
  ...stack,
  name: 'shop',
  lastGood: made(31),
  lastEnded: made(31),
  schedule: {
    ...nightly,
    overdueSince: hoursAgo(5),
    troubled: [runOf('11-20 04:00', 'missed', { code: 'RUN_MISSED_NOT_RUNNING', params: {} })],
  },
};

const going: ScheduleState = { owner: { kind: 'daemon', pid: 1, since: hoursAgo(9) }, paused: null, next: [] };

interface Asked {
  readonly language?: 'en' | 'zh-CN';
  readonly schedule?: ScheduleState;
}

async function linesOf(stacks: readonly StackView[], { language = 'en', schedule = going }: Asked = {}) {
  const engine = fakeEngine({
    stacks: () => Promise.resolve([...stacks]),
    schedule: () => Promise.resolve(schedule),
    discover: () => Promise.resolve([]),
  });
  return (await runLine(['stacks'], engine, { language, clock: () => now })).stdout.trimEnd().split('\n');
}

it('shows the next run, and says in words what is overdue', async () => {
  const [, first, second, ...rest] = await linesOf([good, late]);
  expect(first).toMatch(/^● wiki +Compose +6 hours ago +2 +tonight 04:00$/u);
  expect(second).toMatch(/^■ shop +Compose +1 day ago +2 +tonight 04:00$/u);
  expect(rest).toEqual([
    '■ shop: No good backup for 31 h; the schedule allows 26 h.',
    '■ shop: 1 planned run made no backup: 2026-11-20 04:00. It was missed: Lifeboat did not run at that time.',
  ]);
  const chinese = await linesOf([late], { language: 'zh-CN' });
  expect(chinese[1]).toContain('明天凌晨 04:00');
  expect(chinese[2]).toBe('■ shop：已有 31 小时没有有效备份，而计划最多允许 26 小时。');
});

it('promises no run that a pause or a missing process keeps from happening', async () => {
  const until = new Date(2026, 10, 21, 8).toISOString();
  const [, paused] = await linesOf([good], { schedule: { ...going, paused: { since: hoursAgo(1), until } } });
  expect(paused).toMatch(/ paused$/u);
  const short = { since: hoursAgo(1), until: new Date(2026, 10, 20, 23).toISOString() };
  expect((await linesOf([good], { schedule: { ...going, paused: short } }))[1]).toMatch(/ tonight 04:00$/u);
  expect((await linesOf([good], { schedule: { ...going, owner: null } })).at(-1)).toMatch(
    /^■ No process begins the runs: nothing will happen by itself\./u,
  );
});

it('has no column of next runs where nothing is planned', async () => {
  const [head] = await linesOf([{ ...good, schedule: { ...nightly, policies: 0, nextRun: null } }]);
  expect(head).not.toContain('Next backup');
});
