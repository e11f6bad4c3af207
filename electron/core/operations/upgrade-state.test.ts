import { describe, expect, test } from 'vitest';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { isoTime } from '../clock.ts';
import { nextUpgradeAct } from './upgrade-state.ts';
import { upgradeOf } from '../../../shared/stack/testing/upgrade-of.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const later = isoTime(now + 1);
const earlier = isoTime(now);

const upgrade = upgradeOf({ until: later, createdAt: earlier });

const notConfirmed = { act: 'go-back', reason: { code: 'UPGRADE_NOT_CONFIRMED', params: { minutes: 30 } } };
const declined = { act: 'go-back', reason: { code: 'UPGRADE_DECLINED', params: {} } };
const unhealthy = { code: 'UPGRADE_UNHEALTHY', params: { detail: 'app' } } as const;

describe('the next act of a guarded upgrade', () => {
  test.for<readonly [string, Partial<Upgrade>, object]>([
    ['an operator is left in peace while the time is not over', {}, { act: 'wait' }],
    ['the time is a promise', { until: earlier }, notConfirmed],
    ['the wish to look is followed', { decision: 'check' }, { act: 'check' }],
    ['the wish to look after the time is too late', { decision: 'check', until: earlier }, notConfirmed],
    ['a healthy version waits for the word', { state: 'confirming' }, { act: 'wait' }],
    ['a healthy version without a word goes back', { state: 'confirming', until: earlier }, notConfirmed],
    ['a look goes on', { state: 'checking' }, { act: 'look' }],
    ['a look whose time is over looks once more', { state: 'checking', until: earlier }, { act: 'look' }],
    ['the word to keep wins over the time', { state: 'confirming', decision: 'keep', until: earlier }, { act: 'keep' }],
    ['the word to keep counts before the look', { decision: 'keep' }, { act: 'keep' }],
    ['the word to go back counts at once', { state: 'checking', decision: 'back' }, declined],
    [
      'what was decided is brought to its end',
      { state: 'going-back', reason: unhealthy },
      { act: 'go-back', reason: unhealthy },
    ],
    [
      'no word stops it then',
      { state: 'going-back', reason: unhealthy, decision: 'keep' },
      { act: 'go-back', reason: unhealthy },
    ],
    ['before the upgrade there is nothing to go back from', { state: 'preparing', until: null }, { act: 'give-up' }],
    ['kept is the end', { state: 'kept' }, { act: 'ended' }],
    ['back is the end', { state: 'back' }, { act: 'ended' }],
    ['failed is the end', { state: 'failed', decision: 'back' }, { act: 'ended' }],
  ])('%s', ([, change, act]) => {
    expect(nextUpgradeAct({ ...upgrade, ...change }, now)).toEqual(act);
  });
});
