import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import type { Fault } from '../../shared/model/fault.ts';
import type { ScheduleState } from '../../shared/model/schedule.ts';
import type { StackView } from '../../shared/model/view.ts';
import { standardStackBackup } from '../../shared/model/stack-backup.ts';
import { backupOf } from '../../shared/stack/testing/backup-of.ts';
import { noPolicy, runOf } from '../../shared/stack/testing/schedules.ts';
import { type TrayItem, trayMenu, trayTooltip } from './tray-menu.ts';

const hourMs = 3_600_000;
const now = new Date(2026, 10, 20, 22).getTime();
const four = new Date(2026, 10, 21, 4).toISOString();
const nightly = { ...noPolicy, policies: 1, allowedAgeMs: 26 * hourMs };

function stack(name: string, goodHoursAgo: number | null, more: Partial<StackView> = {}): StackView {
  const good = goodHoursAgo === null ? null : backupOf('succeeded', now - goodHoursAgo * hourMs);
  return {
    id: `id-${name}`,
    name,
    slug: name,
    definition: { kind: 'folder', directories: ['/srv'], sqlite: [], exclude: [] },
    storage: '/srv/backups',
    backup: standardStackBackup,
    createdAt: '2026-11-01T00:00:00.000Z',
    lastGood: good,
    lastEnded: good,
    backups: 1,
    half: false,
    stuck: false,
    schedule: nightly,
    openJob: null,
    ...more,
  };
}

const going: ScheduleState = {
  owner: { kind: 'panel', pid: 1, since: '2026-11-20T00:00:00.000Z' },
  paused: null,
  next: [{ planned: '2026-11-21 04:00', at: four, stack: 'wiki', policy: 'nightly' }],
};
const since = '2026-11-20T00:00:00.000Z';

/** Lines of the menu: `-` between groups, `>` in a submenu, in brackets what cannot be chosen. */
function lines(groups: readonly (readonly TrayItem[])[]): string[] {
  const line = ({ label, act, items }: TrayItem): string[] => {
    if (items !== undefined) return [label, ...items.flatMap(line).map((sub) => `> ${sub}`)];
    return [act === null ? `(${label})` : label];
  };
  return groups.flatMap((group, n) => [...(n === 0 ? [] : ['-']), ...group.flatMap(line)]);
}

describe('trayMenu', () => {
  const menu = (stacks: readonly StackView[], schedule: ScheduleState, language: 'en' | 'zh-CN' = 'en') =>
    lines(trayMenu({ stacks, schedule, faults: [], now }, createTranslator(language)));

  it('offers each stack with its mark, the next run, and the pause', () => {
    const stacks = [
      stack('wiki', 6),
      stack('shop', 31),
      stack('crm', 6, { schedule: { ...nightly, troubled: [runOf('11-20 04:00', 'missed')] } }),
      stack('new', null, { lastEnded: null, openJob: 'job-1' }),
    ];
    expect(menu(stacks, going)).toEqual([
      'Open Lifeboat',
      '-',
      '● Back up wiki now',
      '■ Back up shop now',
      '▲ Back up crm now',
      '(○ Back up new now)',
      '-',
      '(Next: wiki, tonight 04:00)',
      'Pause schedules',
      '> For 1 hour',
      '> Until tomorrow 08:00',
      '> Until I resume',
      '-',
      'Quit',
    ]);
  });

  it('offers to resume while the schedules are paused', () => {
    const until = new Date(2026, 10, 21, 8).toISOString();
    expect(menu([], { ...going, paused: { since, until } }).slice(2, 4)).toEqual([
      '(Schedules are paused until 2026-11-21 08:00)',
      'Resume schedules',
    ]);
    expect(menu([], { ...going, paused: { since, until: null } }, 'zh-CN').slice(2, 4)).toEqual([
      '(定时备份已暂停)',
      '恢复定时备份',
    ]);
  });

  it('says when nobody plans, instead of a time that will not come', () => {
    const said = menu([stack('wiki', 6)], { ...going, owner: null });
    expect(said).toContain('(No process begins the planned runs)');
    expect(said.join()).not.toContain('Next:');
  });

  it('says nothing of schedules where there are none', () => {
    expect(menu([stack('wiki', 6, { schedule: noPolicy })], { ...going, next: [] })).toEqual([
      'Open Lifeboat',
      '-',
      '● Back up wiki now',
      '-',
      'Quit',
    ]);
    expect(menu([], { ...going, next: [] })).toEqual(['Open Lifeboat', '-', 'Quit']);
  });
});

const missed: Fault = {
  key: 'run-missed:1',
  kind: 'run-missed',
  state: 'attention',
  stackId: 'id-crm',
  stack: 'crm',
  params: { planned: '2026-11-20 04:00', policy: 'nightly' },
  reason: { code: 'RUN_MISSED_NOT_RUNNING', params: {} },
  since,
};
const gone: Fault = {
  key: 'half-exchanged:id-wiki',
  kind: 'half-exchanged',
  state: 'alarm',
  stackId: 'id-wiki',
  stack: 'wiki',
  params: {},
  reason: null,
  since,
};
const missedSaid = 'No backup of crm for 2026-11-20 04:00 (nightly). It was missed: Lifeboat did not run at that time.';
const goneSaid = 'A rollback of wiki or its undo stopped half way: its data may be a mixture.';
const redSaid = 'shop: No good backup for 31 h; the schedule allows 26 h.';

describe('trayTooltip', () => {
  it.each([
    ['no stack', [], [], ''],
    ['one good', [stack('wiki', 6)], [], 'wiki is safe'],
    ['all good', [stack('wiki', 6), stack('shop', 6)], [], 'All 2 stacks are safe'],
    ['the worst of them', [stack('wiki', 6), stack('new', null, { lastEnded: null }), stack('shop', 31)], [], redSaid],
    ['more that are so', [stack('shop', 31), stack('wiki', 40)], [], `${redSaid} 1 more stack is so.`],
    ['faults, not that all is well', [stack('wiki', 6)], [missed], missedSaid],
    ['alarms first', [stack('shop', 31)], [missed, gone], `${goneSaid}\n${missedSaid}`],
    ['a red stack of which no fault tells', [stack('shop', 31)], [missed], `${redSaid}\n${missedSaid}`],
    ['three lines at most', [], [gone, gone, gone, gone], `${goneSaid}\n${goneSaid}\n${goneSaid}`],
  ])('tells %s', (_name, stacks, faults, said) => {
    const lines = said === '' ? ['Lifeboat'] : ['Lifeboat', said];
    expect(trayTooltip({ stacks, faults, now }, createTranslator('en'))).toBe(lines.join('\n'));
  });

  it('speaks Chinese', () => {
    const stacks = [stack('wiki', 31), stack('shop', 40)];
    expect(trayTooltip({ stacks, faults: [], now }, createTranslator('zh-CN'))).toBe(
      'Lifeboat\nwiki：已有 31 小时没有有效备份，而计划最多允许 26 小时。另有 1 个应用同样如此。',
    );
  });
});
