import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import type { Fault } from '../../shared/model/fault.ts';
import { alarmNotices } from './alarm-notices.ts';

function fault(stack: string, part: Partial<Fault> = {}): Fault {
  return {
    key: `overdue:${stack}`,
    kind: 'overdue',
    state: 'alarm',
    stackId: `id-${stack}`,
    stack,
    params: { hours: 26 },
    reason: null,
    since: '2026-11-20T04:00:00.000Z',
    ...part,
  };
}

const english = createTranslator('en');

describe('notices of the desktop', () => {
  it('are one for each of a few faults, and lead to the stack', () => {
    expect(alarmNotices([fault('shop'), fault('wiki', { state: 'attention' })], english, 0)).toEqual([
      {
        title: 'Lifeboat: alarm for shop',
        body: 'shop has had no good backup for more than 26 h.',
        to: { page: 'stack', stackId: 'id-shop' },
      },
      {
        title: 'Lifeboat: look at wiki',
        body: 'wiki has had no good backup for more than 26 h.',
        to: { page: 'stack', stackId: 'id-wiki' },
      },
    ]);
  });

  it('are one for all of many, which names each stack once', () => {
    const notices = alarmNotices(
      ['a', 'b', 'b', 'c', 'd'].map((stack) => fault(stack)),
      createTranslator('zh-CN'),
      0,
    );
    expect(notices).toMatchObject([{ title: 'Lifeboat：a、b、c、d 告警', to: { page: 'overview' } }]);
    expect(notices[0]?.body.split('\n')).toHaveLength(5);
  });

  it('are none without a fault', () => {
    expect(alarmNotices([], english, 0)).toEqual([]);
  });
});
