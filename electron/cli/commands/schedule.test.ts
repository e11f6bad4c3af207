import { describe, expect, it } from 'vitest';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import {
  PolicyDraft,
  type PolicyView,
  type ScheduleSettings,
  type ScheduleSettingsChange,
  type ScheduleState,
} from '../../../shared/model/schedule.ts';
import { policyOf } from '../../../shared/stack/testing/policy-of.ts';
import type { Engine } from '../../core/engine-api.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { runLine } from '../testing/run-line.ts';
import { stack } from '../testing/samples.ts';

const policy: PolicyView = {
  ...policyOf({ stackId: stack.id, retention: { days: null, count: 14 } }),
  zone: 'Europe/Berlin',
  next: [{ planned: '2026-11-21 04:00', at: '2026-11-21T03:00:00.000Z' }],
  lastRun: null,
};
const run: PolicyRun = {
  id: 'run-1',
  policyId: policy.id,
  stackId: stack.id,
  policy: 'nightly',
  planned: '2026-11-20 04:00',
  timeZone: 'Europe/Berlin',
  plannedAt: '2026-11-20T03:00:00.000Z',
  state: 'missed',
  reason: { code: 'RUN_MISSED_NOT_RUNNING', params: {} },
  jobId: null,
  backupId: null,
  startedAt: null,
  endedAt: '2026-11-20T10:00:00.000Z',
};
const state: ScheduleState = {
  owner: { kind: 'panel', pid: 4711, since: '2026-11-20T09:00:00.000Z' },
  paused: null,
  next: [{ planned: '2026-11-21 04:00', at: '2026-11-21T03:00:00.000Z', stack: 'wiki', policy: 'nightly' }],
};

/** An engine with one stack and its policies, that remembers what was saved. */
function planning(policies: readonly PolicyView[], more: Partial<Engine> = {}) {
  const saved: [stack: string, id: string | null, draft: PolicyDraft][] = [];
  const engine = fakeEngine({
    stacks: () => Promise.resolve([stack]),
    policies: () => Promise.resolve([...policies]),
    savePolicy: (...call) => {
      saved.push(call);
      return Promise.resolve({ ...policy, ...call[2] });
    },
    ...more,
  });
  return { engine, saved };
}

describe('policy', () => {
  it('adds the nightly preset when nothing is said', async () => {
    const { engine, saved } = planning([]);
    const { code, stdout } = await runLine(['policy', 'add', 'wiki'], engine);
    expect(saved).toMatchObject([['wiki', null, { name: 'nightly', cron: '0 4 * * *', enabled: true, images: false }]]);
    expect([code, stdout]).toEqual([
      0,
      'The policy nightly of wiki is on: every day at 04:00 (Europe/Berlin).\nNext: 2026-11-21 04:00\n',
    ]);
  });

  it('hands every option on', async () => {
    const { engine, saved } = planning([]);
    const argv =
      'policy add wiki --preset weekly-full --name big --cron 5_2_*_*_6 --time-zone Asia/Shanghai --mode hot --no-images --only volume/a --only volume/b --format gzip --level 9 --keep-days 30 --keep-count none --catch-up 2.5 --max-age 200 --verify-days 7 --no-replicate --off';
    await runLine(
      argv.split(' ').map((word) => word.replaceAll('_', ' ')),
      engine,
    );
    expect(saved.map(([, , draft]) => draft)).toEqual([
      {
        name: 'big',
        enabled: false,
        cron: '5 2 * * 6',
        timeZone: 'Asia/Shanghai',
        mode: 'hot',
        images: false,
        only: ['volume/a', 'volume/b'],
        format: 'gzip',
        level: 9,
        retention: { days: 30, count: null },
        catchUpHours: 2.5,
        maxAgeHours: 200,
        verifyDays: 7,
        replicate: false,
      },
    ]);
  });

  it('changes what is said and nothing else, by name, STACK/NAME or id', async () => {
    const rich = { ...policy, only: ['volume/a'], format: 'gzip', level: 9, maxAgeHours: 30 } as const;
    for (const name of ['nightly', 'wiki/nightly', 'policy-1']) {
      const { engine, saved } = planning([rich]);
      const { code } = await runLine(['policy', 'edit', name, '--level', 'none', '--only', 'none'], engine);
      expect(code).toBe(0);
      const draft = PolicyDraft.strip().parse({ ...rich, level: null, only: null });
      expect(saved).toEqual([[stack.id, 'policy-1', draft]]);
    }
  });

  it('refuses a name that several stacks have, and one that none has', async () => {
    const other = { ...stack, id: 'stack-2', name: 'shop' };
    const { engine } = planning([policy, { ...policy, id: 'policy-2', stackId: 'stack-2' }], {
      stacks: () => Promise.resolve([stack, other]),
    });
    const several = await runLine(['policy', 'edit', 'nightly', '--off'], engine);
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('Say which: STACK/nightly.')]);
    const none = await runLine(['policy', 'remove', 'weekly', '--yes'], engine);
    expect([none.code, none.stderr]).toEqual([15, expect.stringContaining('There is no policy weekly.')]);
  });

  it('asks before it removes, and says what stays', async () => {
    const removed: string[] = [];
    const { engine } = planning([policy], {
      removePolicy: (id) => {
        removed.push(id);
        return Promise.resolve(policy);
      },
    });
    expect((await runLine(['policy', 'remove', 'nightly'], engine)).code).toBe(16);
    expect(removed).toEqual([]);
    const { stdout } = await runLine(['policy', 'remove', 'nightly', '--yes'], engine, { language: 'zh-CN' });
    expect([removed, stdout]).toEqual([['policy-1'], expect.stringContaining('它的备份会保留')]);
  });

  it('lists when, next and last in both languages', async () => {
    const { engine } = planning([{ ...policy, lastRun: run }]);
    expect((await runLine(['policy', 'list'], engine)).stdout).toMatch(
      /wiki\s+nightly\s+every day at 04:00 \(Europe\/Berlin\)\s+2026-11-21 04:00\s+2026-11-20 04:00 missed/u,
    );
    expect((await runLine(['policy', 'list'], engine, { language: 'zh-CN' })).stdout).toMatch(
      /每天 04:00 \(Europe\/Berlin\)\s+2026-11-21 04:00\s+2026-11-20 04:00 已错过/u,
    );
    expect((await runLine(['policy', 'list'], planning([]).engine)).stdout).toContain(
      'Plan one: lifeboat policy add wiki --preset nightly',
    );
  });

  it('says what a draft would mean, and saves nothing', async () => {
    const { engine, saved } = planning([policy], {
      previewPolicy: () =>
        Promise.resolve({ zone: 'UTC', next: policy.next, allowedAgeMs: 93_600_000, retention: null }),
    });
    const { stdout } = await runLine(['policy', 'preview', 'wiki'], engine);
    expect(stdout).toBe(
      'A policy of wiki like this would run every day at 04:00 (UTC). Nothing is saved.\n  2026-11-21 04:00\nAn alarm when the newest good backup is older than 1 d 2 h.\n',
    );
    expect(saved).toEqual([]);
  });

  it.each([['--keep-days'], ['--level'], ['--catch-up']])('refuses %s without a number', async (option) => {
    const { code, stderr } = await runLine(['policy', 'add', 'wiki', option, 'many'], planning([]).engine);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${option} takes a number or none: many is neither.`)]);
  });
});

describe('schedule', () => {
  it('tells who runs it, what is paused, who is overdue, and what is next', async () => {
    const late = { ...stack, schedule: { ...stack.schedule, overdueSince: '2026-11-19T12:00:00.000Z' } };
    const paused = { since: '2026-11-20T09:00:00.000Z', until: null };
    const engine = fakeEngine({
      schedule: () => Promise.resolve({ ...state, paused }),
      stacks: () => Promise.resolve([late]),
    });
    const { stdout } = await runLine(['schedule', 'status'], engine);
    expect(stdout.split('\n')).toEqual([
      'The scheduler runs in the panel (process 4711).',
      'All schedules are paused until somebody resumes them (lifeboat schedule resume).',
      expect.stringMatching(/^wiki has had no good backup that is young enough since 2026-11-19 /u),
      '  2026-11-21 04:00  wiki · nightly',
      '',
    ]);
    const json: unknown = JSON.parse((await runLine(['schedule', 'status', '--json'], engine)).stdout);
    expect(json).toEqual({ ...state, paused, overdue: [{ name: 'wiki', overdueSince: '2026-11-19T12:00:00.000Z' }] });
  });

  it.each([
    ['8h', '2026-11-20T18:00:00.000Z'],
    ['3d', '2026-11-23T10:00:00.000Z'],
    ['2026-11-25T08:00:00Z', '2026-11-25T08:00:00.000Z'],
    ['2026-11-25', new Date(2026, 10, 25).toISOString()],
    [undefined, null],
  ])('pauses until %s', async (until, expected) => {
    const asked: (string | null)[] = [];
    const engine = fakeEngine({
      pauseSchedule: (at) => {
        asked.push(at);
        return Promise.resolve(state);
      },
    });
    await runLine(['schedule', 'pause', ...(until === undefined ? [] : ['--until', until])], engine);
    expect(asked).toEqual([expected]);
  });

  it.each(['yesterday', '2026-11-20T09:00:00Z', '0h'])('refuses to pause until %s', async (until) => {
    const { code, stderr } = await runLine(['schedule', 'pause', '--until', until], fakeEngine());
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${until} is not a time to come.`)]);
  });
});

it('shows the settings of all policies, changes what is said, and takes it back', async () => {
  const settings: ScheduleSettings = {
    timeZone: { value: 'Asia/Tokyo', from: 'catalog' },
    maxParallel: { value: 3, from: 'environment' },
    verifyDays: { value: 30, from: 'built-in' },
  };
  const changes: ScheduleSettingsChange[] = [];
  const engine = fakeEngine({
    scheduleSettings: () => Promise.resolve(settings),
    setScheduleSettings: (change) => {
      changes.push(change);
      return Promise.resolve(settings);
    },
  });
  const { stdout } = await runLine(['schedule', 'settings'], engine);
  expect(stdout).toMatch(/Asia\/Tokyo \(set here\)\n.*3 \(from the environment\)\n.*30 \(as it comes\)\n/u);
  expect(changes).toEqual([]);
  await runLine(['schedule', 'settings', '--time-zone', 'UTC', '--max-parallel', 'none'], engine);
  expect(changes).toEqual([{ timeZone: 'UTC', maxParallel: null }]);
});

describe('daemon', () => {
  it('says a line per run, ends with a signal, and that is no cancel', async () => {
    const listeners: ((run: PolicyRun) => void)[] = [];
    let disposed = false;
    const engine = fakeEngine({
      stacks: () => Promise.resolve([stack]),
      schedule: () => Promise.resolve({ ...state, owner: null }),
      onPolicyRun: (listener) => {
        listeners.push(listener);
        return () => {};
      },
      runScheduler: () => {
        for (const listener of listeners) {
          listener({ ...run, state: 'waiting', reason: null });
          listener({ ...run, state: 'running', reason: null });
          listener({ ...run, state: 'succeeded', reason: null });
          listener(run);
        }
        return {
          [Symbol.asyncDispose]: () => {
            disposed = true;
            return Promise.resolve();
          },
        };
      },
    });
    const { code, stdout, stderr } = await runLine(['daemon'], engine, {
      interrupt: (press) => setImmediate(press),
    });
    expect(stderr.split('\n')).toEqual([
      'Scheduled backups run here until a signal ends this.',
      '2026-11-20 04:00 wiki · nightly: done',
      '2026-11-20 04:00 wiki · nightly: missed. It was missed: Lifeboat did not run at that time.',
      'Stopping.',
      '',
    ]);
    expect([code, stdout, disposed]).toEqual([
      0,
      'Ended by a signal. Runs: 1 done, 0 failed, 0 cancelled, 1 missed.\n',
      true,
    ]);
  });

  it('waits behind a scheduler that runs already', async () => {
    const engine = fakeEngine({
      schedule: () => Promise.resolve(state),
      runScheduler: () => ({ [Symbol.asyncDispose]: () => Promise.resolve() }),
    });
    const { stderr } = await runLine(['daemon', '--json'], engine, {
      language: 'zh-CN',
      interrupt: (press) => setImmediate(press),
    });
    expect(stderr).toContain('计划正由面板执行（进程 4711）。它结束后由此接手。');
  });
});
