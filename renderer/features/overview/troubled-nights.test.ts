import { expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { runOf } from '../../../shared/stack/testing/schedules.ts';
import { troubledNights, troubledSentence } from './troubled-nights.ts';

const missed = runOf('11-20 04:00', 'missed', { code: 'RUN_MISSED_NOT_RUNNING', params: {} });
const failed = runOf('11-19 04:00', 'failed');
const older = runOf('11-18 04:00', 'failed');
const shop = { id: 's1', name: 'shop', schedule: { troubled: [missed, failed, older] } };
const wiki = { id: 's2', name: 'wiki', schedule: { troubled: [] } };
const translator = createTranslator('en');
const words = {
  text: translator.text,
  error: (report: Parameters<typeof translator.error>[0]) => translator.error(report, 0),
};

it.each([
  [[], ['shop, 2026-11-20 04:00: It was missed: Lifeboat did not run at that time. And 2 more before it.']],
  [[older], ['shop, 2026-11-20 04:00: It was missed: Lifeboat did not run at that time. And 1 more before it.']],
  [[missed, older], ['shop, 2026-11-19 04:00: failed']],
  [[missed, failed, older], []],
])('names stack, planned time and reason of what was not read; read: %#', (read, says) => {
  const told = troubledNights(
    [wiki, shop],
    read.map(({ id }) => id),
  );
  expect(told.map((nights) => troubledSentence(nights, words))).toEqual(says);
});
