import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import type { Backup } from '../../../shared/model/backup.ts';
import { faultKinds } from '../../../shared/model/fault.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { Policy, PolicyRun } from '../../../shared/model/policy.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { upgradeOf } from '../../../shared/stack/testing/upgrade-of.ts';
import { decideAlarms } from './alarm-rule.ts';
import { type Facts, faultsOf } from './faults.ts';

const now = Date.parse('2026-11-20T08:00:00.000Z');
const planned = '2026-11-20T04:00:00.000Z';

const stack = {
  id: 's',
  name: 'shop',
  lastGood: null,
  half: false,
  stuck: false,
  schedule: { overdueSince: null, allowedAgeMs: 26 * 3_600_000 },
} as unknown as StackView;
const policy = { id: 'p', stackId: 's', name: 'nightly', enabled: true } as Policy;
const quiet: Facts = {
  stacks: [stack],
  policies: [policy],
  lastRuns: [],
  failedVerifications: [],
  storages: [],
  debts: [],
  replicas: [],
  upgrades: [],
  jobs: [],
};

function run(state: PolicyRun['state'], reason: PolicyRun['reason'] = null): PolicyRun {
  return {
    policyId: 'p',
    stackId: 's',
    policy: 'nightly',
    planned: '2026-11-20 04:00',
    plannedAt: planned,
    state,
    reason,
  } as PolicyRun;
}

const overdue = { ...stack, schedule: { ...stack.schedule, overdueSince: '2026-11-19T06:00:00.000Z' } };
const interrupted = (endedAt: string): Job =>
  ({
    id: 'j',
    kind: 'backup',
    stackId: 's',
    stack: 'shop',
    endedAt,
    createdAt: planned,
    error: { code: 'JOB_INTERRUPTED', params: {} },
  }) as Job;
const failed = run('failed', { code: 'STACK_EMPTY', params: { stack: 'shop' } });
const missed = run('missed', { code: 'RUN_MISSED_ASLEEP', params: {} });
const gone = { code: 'STORAGE_UNWRITABLE', params: { path: '/nas', detail: 'ENOENT' } } as const;

const lostReplica = {
  id: 'r',
  stackId: 's',
  name: 'nas',
  fault: { code: 'REPLICA_UNREACHABLE', params: { host: 'nas', port: 445, detail: 'ECONNREFUSED' } },
  since: '2026-11-20T07:00:00.000Z',
} as const;

const guarded = upgradeOf({ stackId: 's', state: 'confirming', until: '2026-11-20T08:20:00.000Z' });
const waiting = { kind: 'waiting', upgrade: guarded, until: '2026-11-20T08:20:00.000Z' } as const;
const undone = {
  kind: 'undone',
  upgrade: guarded,
  reason: { code: 'UPGRADE_UNHEALTHY', params: { detail: 'app: exited with exit code 1' } },
  since: '2026-11-20T07:00:00.000Z',
} as const;
const stuck = {
  kind: 'stuck',
  upgrade: guarded,
  reason: {
    code: 'UPGRADE_NOT_BACK',
    params: { stack: 'shop', job: 'job-1', cause: 'UPGRADE_IMAGE_GONE', images: 'app:1', manual: '–' },
  },
  since: '2026-11-20T07:00:00.000Z',
} as const;

const cases: readonly (readonly [string, Partial<Facts>, readonly string[]])[] = [
  ['nothing', {}, []],
  ['a stack without a young good backup', { stacks: [overdue] }, ['overdue:s alarm']],
  ['a run that failed', { lastRuns: [failed] }, ['run:p alarm']],
  ['a night that was missed', { lastRuns: [missed] }, ['run:p alarm']],
  [
    'one that was missed because somebody paused',
    { lastRuns: [run('missed', { code: 'RUN_MISSED_PAUSED', params: {} })] },
    ['run:p attention'],
  ],
  ['one that went well', { lastRuns: [run('succeeded')] }, []],
  ['one that was cancelled', { lastRuns: [run('cancelled')] }, []],
  ['a failure of a policy that is off', { policies: [{ ...policy, enabled: false }], lastRuns: [failed] }, []],
  [
    'a pack that failed its verification',
    { failedVerifications: [{ id: 'b', stackId: 's', name: 'backup_x', error: gone } as unknown as Backup] },
    ['verify-failed:b alarm'],
  ],
  ['a share that is gone', { storages: [{ stackId: 's', error: gone }] }, ['storage-gone:s alarm']],
  [
    'services that nobody has started',
    { debts: [{ stackId: 's', stack: 'shop', services: ['db', 'web'] }] },
    ['services-down:s alarm'],
  ],
  ['half exchanged data', { stacks: [{ ...stack, half: true }] }, ['half-exchanged:s alarm']],
  ['a recovery this night', { jobs: [interrupted('2026-11-20T07:00:00.000Z')] }, ['interrupted:j attention']],
  ['a recovery of the day before', { jobs: [interrupted('2026-11-19T07:00:00.000Z')] }, []],
  [
    'a target that has been gone since yesterday',
    { replicas: [{ ...lostReplica, since: '2026-11-19T07:00:00.000Z' }] },
    ['replica-gone:r alarm'],
  ],
  ['a target that has been gone for an hour', { replicas: [lostReplica] }, []],
  [
    'a target that is another one',
    {
      replicas: [
        { ...lostReplica, fault: { code: 'REPLICA_OTHER', params: { place: 'x', expected: 'a', found: 'b' } } },
      ],
    },
    ['replica-gone:r alarm'],
  ],
  ['an upgrade that waits for a word', { upgrades: [waiting] }, ['upgrade-waiting:job-1 attention']],
  ['one whose word was given', { upgrades: [{ ...waiting, upgrade: { ...guarded, decision: 'keep' } }] }, []],
  ['one that its operator is at', { upgrades: [{ ...waiting, upgrade: { ...guarded, state: 'upgrading' } }] }, []],
  ['an upgrade that was undone this night', { upgrades: [undone] }, ['upgrade-undone:job-1 attention']],
  ['one of the day before', { upgrades: [{ ...undone, since: '2026-11-19T07:00:00.000Z' }] }, []],
  [
    'one that should have been undone the day before',
    { upgrades: [{ ...stuck, since: '2026-11-19T07:00:00.000Z' }] },
    ['upgrade-stuck:job-1 alarm'],
  ],
  ['two at once', { stacks: [overdue], lastRuns: [missed] }, ['overdue:s alarm', 'run:p alarm']],
];

describe('faults', () => {
  it.each(cases)('%s', (_what, facts, keys) => {
    expect(faultsOf({ ...quiet, ...facts }, now).map(({ key, state }) => `${key} ${state}`)).toEqual(keys);
  });

  it('of a policy go on when a failed night is followed by a missed one: nothing is over then', () => {
    const [first, second] = [failed, missed].map((last) => faultsOf({ ...quiet, lastRuns: [last] }, now));
    const { book } = decideAlarms([], first ?? [], now);
    expect(decideAlarms(book, second ?? [], now + 24 * 3_600_000)).toMatchObject({
      faults: [{ kind: 'run-missed' }],
      over: [],
    });
  });

  it('have a sentence with all it needs, in both languages', () => {
    const all = cases.flatMap(([, facts]) => faultsOf({ ...quiet, ...facts }, now));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
    for (const language of ['en', 'zh-CN'] as const) {
      const sentences = all.map((fault) => createTranslator(language).fault(fault, now));
      for (const sentence of sentences) {
        expect(sentence).toContain('shop');
        expect(sentence).not.toMatch(/\{\{|undefined|\(\)|（）|alarms\./u);
      }
    }
    expect(all.map((fault) => createTranslator('en').fault(fault, now))).toEqual(
      expect.arrayContaining([
        'No backup of shop for 2026-11-20 04:00 (nightly). It was missed: the computer slept at that time.',
        'The upgrade of shop was undone, and shop is as before it. The new version did not become healthy in time: app: exited with exit code 1.',
        expect.stringMatching(
          /^The new version of shop is healthy and waits for your word until 2026-11-20 \d\d:\d\d\. Unless/u,
        ),
      ]),
    );
  });
});
