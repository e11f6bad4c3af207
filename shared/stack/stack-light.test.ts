import { describe, expect, it } from 'vitest';
import type { ErrorReport } from '../errors.ts';
import type { BackupStatus } from '../model/backup.ts';
import { createTranslator } from '../i18n.ts';
import { backupOf } from './testing/backup-of.ts';
import { reasonWords } from './reason-words.ts';
import { type StackLight, stackLight, worstLight } from './stack-light.ts';
import { noPolicy, runOf } from './testing/schedules.ts';
import { type Backed, reasonSentences, stackReason } from './stack-reason.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const backup = (status: BackupStatus, ageHours: number, error: ErrorReport | null = null) =>
  backupOf(status, now - ageHours * 60 * 60_000, error);

const lost: ErrorReport = { code: 'SOURCE_MISSING', params: { path: '/srv/wiki' } };
const notRunning: ErrorReport = { code: 'RUN_MISSED_NOT_RUNNING', params: {} };
const before = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
/** Of a policy that demands a good backup every so many hours. */
const planned = (allowedHours: number, more: Partial<Backed['schedule']> = {}): Backed['schedule'] => ({
  ...noPolicy,
  allowedAgeMs: allowedHours * 3_600_000,
  ...more,
});
const good = (ageHours: number): Backed => {
  const only = backup('succeeded', ageHours);
  return { lastGood: only, lastEnded: only, half: false, stuck: false, schedule: noPolicy };
};

const cases: readonly { name: string; stack: Backed; light: StackLight; says: readonly string[] }[] = [
  {
    name: 'nothing yet, or the first one runs',
    stack: { lastGood: null, lastEnded: null, half: false, stuck: false, schedule: noPolicy },
    light: 'none',
    says: ['No backup yet.'],
  },
  { name: 'a young one', stack: good(6), light: 'good', says: ['Last good backup 6 hours ago.'] },
  { name: 'just young enough', stack: good(25), light: 'good', says: ['Last good backup 1 day ago.'] },
  {
    name: 'too old',
    stack: good(25.01),
    light: 'attention',
    says: ['Last good backup 1 day ago.', 'That is more than a day.'],
  },
  {
    name: 'too old for a day, young enough for its policy',
    stack: { ...good(30), schedule: planned(170) },
    light: 'good',
    says: ['Last good backup 1 day ago.'],
  },
  {
    name: 'older than its policy allows, as main says',
    stack: { ...good(31), schedule: planned(26, { overdueSince: before(5) }) },
    light: 'alarm',
    says: ['No good backup for 31 h; the schedule allows 26 h.'],
  },
  {
    name: 'older than its policy allows, which main has not said yet',
    stack: { ...good(26.2), schedule: planned(26) },
    light: 'alarm',
    says: ['No good backup for 26 h; the schedule allows 26 h.'],
  },
  {
    name: 'older than its policy allows, and why',
    stack: {
      ...good(31),
      schedule: planned(26, { overdueSince: before(5), troubled: [runOf('11-20 04:00', 'missed', notRunning)] }),
    },
    light: 'alarm',
    says: [
      'No good backup for 31 h; the schedule allows 26 h.',
      '1 planned run made no backup: 2026-11-20 04:00. It was missed: Lifeboat did not run at that time.',
    ],
  },
  {
    name: 'a policy that never made a good one in its time',
    stack: {
      lastGood: null,
      lastEnded: null,
      half: false,
      stuck: false,
      schedule: planned(26, { overdueSince: before(14) }),
    },
    light: 'alarm',
    says: ['No good backup yet; the schedule allows 26 h, and 40 h have passed.'],
  },
  {
    name: 'a half rollback is said also when the policy alarms',
    stack: { ...good(31), half: true, schedule: planned(26, { overdueSince: before(5) }) },
    light: 'alarm',
    says: [
      'No good backup for 31 h; the schedule allows 26 h.',
      'A rollback stopped half way, and the data may be a mixture.',
    ],
  },
  {
    name: 'nights without a backup, and a good one that is young enough',
    stack: {
      ...good(6),
      schedule: planned(26, {
        troubled: [runOf('11-20 10:00', 'failed', lost), runOf('11-20 09:00', 'missed', notRunning)],
      }),
    },
    light: 'attention',
    says: [
      '2 planned runs made no backup, the last one 2026-11-20 10:00. /srv/wiki is not there, so it cannot be backed up.',
      'Last good backup 6 hours ago.',
    ],
  },
  {
    name: 'the first night was missed',
    stack: {
      lastGood: null,
      lastEnded: null,
      half: false,
      stuck: false,
      schedule: planned(26, { troubled: [runOf('11-20 04:00', 'missed')] }),
    },
    light: 'alarm',
    says: ['1 planned run made no backup: 2026-11-20 04:00.'],
  },
  {
    name: 'a policy that waits for its first night',
    stack: { lastGood: null, lastEnded: null, half: false, stuck: false, schedule: planned(26) },
    light: 'none',
    says: ['No backup yet.'],
  },
  {
    name: 'a rollback that stopped half way, whatever else is good',
    stack: { ...good(6), half: true },
    light: 'attention',
    says: ['A rollback stopped half way, and the data may be a mixture.', 'Last good backup 6 hours ago.'],
  },
  {
    name: 'an upgrade that could not be undone, whatever else is good',
    stack: { ...good(6), stuck: true },
    light: 'attention',
    says: ['Its upgrade could not be undone.', 'Last good backup 6 hours ago.'],
  },
  {
    name: 'a failure after a good one',
    stack: {
      lastGood: backup('succeeded', 6),
      lastEnded: backup('failed', 1, lost),
      half: false,
      stuck: false,
      schedule: noPolicy,
    },
    light: 'attention',
    says: [
      'The last backup failed: /srv/wiki is not there, so it cannot be backed up.',
      'Last good backup 6 hours ago.',
    ],
  },
  {
    name: 'only failures',
    stack: { lastGood: null, lastEnded: backup('failed', 1, lost), half: false, stuck: false, schedule: noPolicy },
    light: 'alarm',
    says: ['The last backup failed: /srv/wiki is not there, so it cannot be backed up.'],
  },
  {
    name: 'a failure that left no reason',
    stack: { lastGood: null, lastEnded: backup('failed', 1), half: false, stuck: false, schedule: noPolicy },
    light: 'alarm',
    says: ['The last backup failed.'],
  },
  {
    name: 'the newest is gone, an older one is there',
    stack: {
      lastGood: backup('succeeded', 6),
      lastEnded: backup('succeeded', 1),
      half: false,
      stuck: false,
      schedule: noPolicy,
    },
    light: 'attention',
    says: [
      'The newest backup does not count: it was not verified, or its files are gone.',
      'Last good backup 6 hours ago.',
    ],
  },
  {
    name: 'every one is gone',
    stack: { lastGood: null, lastEnded: backup('succeeded', 1), half: false, stuck: false, schedule: noPolicy },
    light: 'alarm',
    says: ['The newest backup does not count: it was not verified, or its files are gone.'],
  },
  {
    name: 'cancelled, and none before',
    stack: { lastGood: null, lastEnded: backup('cancelled', 1), half: false, stuck: false, schedule: noPolicy },
    light: 'alarm',
    says: ['No good backup yet: the last one was cancelled.'],
  },
  {
    name: 'cancelled, and a young one before',
    stack: {
      lastGood: backup('succeeded', 6),
      lastEnded: backup('cancelled', 1),
      half: false,
      stuck: false,
      schedule: noPolicy,
    },
    light: 'good',
    says: ['Last good backup 6 hours ago.'],
  },
];

describe.each(cases)('$name', ({ stack, light, says }) => {
  it('has its light', () => {
    expect(stackLight(stack, now)).toBe(light);
  });

  it('says why', () => {
    const sentences = reasonSentences(stackReason(stack, now), reasonWords(createTranslator('en'), now), now);
    expect(sentences.map(({ text }) => text)).toEqual(says);
    expect(sentences.flatMap(({ time }) => time ?? [])).toEqual(
      stack.lastGood === null ? [] : [stack.lastGood.createdAt],
    );
  });
});

it.each([
  [['good', 'none', 'attention', 'alarm'], 'alarm'],
  [['good', 'none', 'attention'], 'attention'],
  [['good', 'none'], 'none'],
  [['good'], 'good'],
  [[], 'none'],
] as const)('the worst of %j is %s', (lights, worst) => {
  expect(worstLight(lights)).toBe(worst);
});
