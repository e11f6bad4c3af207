import { expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { runOf } from '../../../shared/stack/testing/schedules.ts';
import type { StackReason } from '../../../shared/stack/stack-reason.ts';
import { namedNights, reasonBeside, troubledNights, troubledSentence } from './troubled-nights.ts';

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

const good = '2026-11-19T04:00:00.000Z';
const night = { kind: 'night', run: missed, count: 2 } as const;
const overdue = { kind: 'overdue', good, ageMs: 2, allowedAgeMs: 1 } as const;

it.each<[string, StackReason, StackReason]>([
  ['nights that a good backup went before', { ...night, good }, { kind: 'fresh', good }],
  ['nights of a stack that has nothing else to say', { ...night, good: null }, { ...night, good: null }],
  ['nights that have made it overdue', { ...overdue, why: { ...night, good } }, { ...overdue, why: null }],
  [
    'something else that has made it overdue',
    { ...overdue, why: { kind: 'half', good } },
    { ...overdue, why: { kind: 'half', good } },
  ],
  ['something else', { kind: 'half', good }, { kind: 'half', good }],
])('says nothing twice: %s', (_what, reason, left) => {
  expect(reasonBeside(reason)).toEqual(left);
});

it.each([
  [0, []],
  [3, ['0', '1', '2']],
  [4, []],
])('names %i stacks only when they are few: the cards say it of many', (count, named) => {
  const stacks = Array.from({ length: count }, (_, n) => ({ ...shop, id: `${n}` }));
  expect(namedNights(troubledNights(stacks, [])).map(({ stackId }) => stackId)).toEqual(named);
});
