import { describe, expect, test } from 'vitest';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { leftOf, shownUpgrade } from './upgrade-view.ts';
import { upgradeOf } from '../../../shared/stack/testing/upgrade-of.ts';

const upgrade = upgradeOf();
const ended = '2026-11-20T13:00:00.000Z';

describe('the upgrade that a stack’s page shows', () => {
  test.for<readonly [string, readonly Partial<Upgrade>[], boolean]>([
    ['none', [], false],
    ['its point is being made, which the job says', [{ state: 'preparing' }], false],
    ['it waits', [{}], true],
    ['it goes back', [{ state: 'going-back' }], true],
    ['it was kept', [{ state: 'kept', endedAt: ended }], false],
    ['it is back', [{ state: 'back', endedAt: ended }], false],
    [
      'it could not go back',
      [{ state: 'failed', endedAt: ended, reason: { code: 'UPGRADE_NOT_BACK', params: {} } }],
      true,
    ],
    ['it never began', [{ state: 'failed', endedAt: ended, reason: { code: 'JOB_CANCELLED', params: {} } }], false],
    ['a later one has ended', [{ state: 'kept', endedAt: ended }, {}], false],
  ])('%s', ([, changes, isShown]) => {
    expect(shownUpgrade(changes.map((change) => ({ ...upgrade, ...change }))) !== null).toBe(isShown);
  });
});

test('the time that is left goes in steps, and is never less than none', () => {
  const now = Date.parse('2026-11-20T12:10:00.000Z');
  expect(leftOf(upgrade, now)).toBe(1_200_000);
  expect(leftOf(upgrade, now + 3000)).toBe(1_200_000);
  expect(leftOf(upgrade, now + 1_178_000)).toBe(20_000);
  expect(leftOf(upgrade, now + 7_200_000)).toBe(0);
  expect(leftOf({ until: null }, now)).toBeNull();
});
