import { describe, expect, test } from 'vitest';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { upgradeOf } from '../../../shared/stack/testing/upgrade-of.ts';
import { upgradeStandings } from './upgrade-standing.ts';

const ended = '2026-11-20T12:20:00.000Z';
const at = (time: string): number => Date.parse(`2026-11-20T${time}Z`);
const notBack: ErrorReport = {
  code: 'UPGRADE_NOT_BACK',
  params: { stack: 'shop', job: 'job-1', cause: 'UPGRADE_IMAGE_GONE', images: 'app:1', manual: '–' },
};
const unhealthy: ErrorReport = { code: 'UPGRADE_UNHEALTHY', params: { detail: 'app: exited' } };
const declined: ErrorReport = { code: 'UPGRADE_DECLINED', params: {} };
const stuck: Partial<Upgrade> = { state: 'failed', reason: notBack, endedAt: ended, until: null };
const goingBack: Partial<Upgrade> = { state: 'going-back', reason: unhealthy, until: null };
const neverBegan: Partial<Upgrade> = { state: 'failed', reason: { code: 'JOB_CANCELLED', params: {} }, endedAt: ended };

type Row = readonly [
  what: string,
  upgrades: readonly Partial<Upgrade>[],
  seen: readonly [at: string, error?: ErrorReport],
  now: string,
  standings: readonly string[],
];

describe('how guarded upgrades stand', () => {
  test.for<Row>([
    ['the point is being made', [{ state: 'preparing', until: null }], ['12:01'], '12:01', []],
    ['it is being done', [{ state: 'upgrading' }], ['12:01'], '12:01', ['waiting 2026-11-20T12:30:00.000Z']],
    ['it is looked at', [{ state: 'checking' }], ['12:01'], '12:01', ['waiting 2026-11-20T12:30:00.000Z']],
    ['it is healthy', [{ state: 'confirming' }], ['12:01'], '12:01', ['waiting 2026-11-20T12:30:00.000Z']],
    [
      'nobody follows it, and its time is not over',
      [{ state: 'confirming' }],
      ['12:01'],
      '12:29',
      ['waiting 2026-11-20T12:30:00.000Z'],
    ],
    ['its time was over just now', [{ state: 'confirming' }], ['12:01'], '12:34', ['waiting 2026-11-20T12:30:00.000Z']],
    [
      'its time is over, and nobody was there to bring it back',
      [{ state: 'confirming' }],
      ['12:01'],
      '12:36',
      ['stuck JOB_INTERRUPTED'],
    ],
    [
      'a look lasts longer than its time',
      [{ state: 'checking' }],
      ['12:50'],
      '12:50',
      ['waiting 2026-11-20T12:30:00.000Z'],
    ],
    ['it goes back', [goingBack], ['12:50'], '12:50', []],
    ['it went back when its process died, a moment ago', [goingBack], ['12:48'], '12:50', []],
    ['it went back when its process died, long ago', [goingBack], ['12:20'], '12:50', ['stuck JOB_INTERRUPTED']],
    ['it cannot go back', [goingBack], ['12:20', notBack], '12:50', ['stuck UPGRADE_IMAGE_GONE']],
    ['it could not go back', [stuck], ['12:20'], '12:50', ['stuck UPGRADE_IMAGE_GONE']],
    ['it never began', [neverBegan], ['12:20'], '12:50', []],
    [
      'another never began after it could not go back',
      [neverBegan, stuck],
      ['12:20'],
      '12:50',
      ['stuck UPGRADE_IMAGE_GONE'],
    ],
    ['another is prepared after it', [{ state: 'preparing' }, stuck], ['12:50'], '12:50', ['stuck UPGRADE_IMAGE_GONE']],
    ['a later one was kept', [{ state: 'kept', endedAt: ended, until: null }, stuck], ['12:20'], '12:50', []],
    ['it was kept', [{ state: 'kept', endedAt: ended, until: null }], ['12:20'], '12:50', []],
    [
      'it was undone',
      [{ state: 'back', reason: unhealthy, endedAt: ended, until: null }],
      ['12:20'],
      '12:50',
      ['undone UPGRADE_UNHEALTHY'],
    ],
    [
      'its operator wanted it undone',
      [{ state: 'back', reason: declined, endedAt: ended, until: null }],
      ['12:20'],
      '12:50',
      [],
    ],
    [
      'of two stacks',
      [stuck, { state: 'confirming', stackId: 'stack-2' }],
      ['12:20'],
      '12:25',
      ['stuck UPGRADE_IMAGE_GONE', 'waiting 2026-11-20T12:30:00.000Z'],
    ],
  ])('%s', ([, upgrades, [seen, error = null], now, standings]) => {
    const found = upgradeStandings(
      upgrades.map((facts) => upgradeOf(facts)),
      () => ({ seenAt: at(seen), error }),
      at(now),
      5 * 60_000,
    );
    const said = found.map((standing) => {
      if (standing.kind === 'waiting') return `waiting ${standing.until}`;
      const { code, params } = standing.reason;
      return `${standing.kind} ${standing.kind === 'stuck' ? String(params['cause']) : code}`;
    });
    expect(said).toEqual(standings);
  });
});
