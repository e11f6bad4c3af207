import { describe, expect, it } from 'vitest';
import type { ErrorReport } from '../../shared/errors.ts';
import type { BackupStatus } from '../../shared/model/backup.ts';
import { createTranslator } from '../../shared/i18n.ts';
import { formatRelative } from '../../shared/units.ts';
import type { LightState } from '../ui/light.tsx';
import { backupOf } from './testing/backup-of.ts';
import { stackLight } from './stack-light.ts';
import { type Backed, reasonSentences, stackReason } from './stack-reason.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const backup = (status: BackupStatus, ageHours: number, error: ErrorReport | null = null) =>
  backupOf(status, now - ageHours * 60 * 60_000, error);

const lost: ErrorReport = { code: 'SOURCE_MISSING', params: { path: '/srv/wiki' } };
const good = (ageHours: number): Backed => {
  const only = backup('succeeded', ageHours);
  return { lastGood: only, lastEnded: only, half: false };
};

const cases: readonly { name: string; stack: Backed; light: LightState; says: readonly string[] }[] = [
  {
    name: 'nothing yet, or the first one runs',
    stack: { lastGood: null, lastEnded: null, half: false },
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
    name: 'a rollback that stopped half way, whatever else is good',
    stack: { ...good(6), half: true },
    light: 'attention',
    says: ['A rollback stopped half way, and the data may be a mixture.', 'Last good backup 6 hours ago.'],
  },
  {
    name: 'a failure after a good one',
    stack: { lastGood: backup('succeeded', 6), lastEnded: backup('failed', 1, lost), half: false },
    light: 'attention',
    says: [
      'The last backup failed: /srv/wiki is not there, so it cannot be backed up.',
      'Last good backup 6 hours ago.',
    ],
  },
  {
    name: 'only failures',
    stack: { lastGood: null, lastEnded: backup('failed', 1, lost), half: false },
    light: 'alarm',
    says: ['The last backup failed: /srv/wiki is not there, so it cannot be backed up.'],
  },
  {
    name: 'a failure that left no reason',
    stack: { lastGood: null, lastEnded: backup('failed', 1), half: false },
    light: 'alarm',
    says: ['The last backup failed.'],
  },
  {
    name: 'the newest is gone, an older one is there',
    stack: { lastGood: backup('succeeded', 6), lastEnded: backup('succeeded', 1), half: false },
    light: 'attention',
    says: [
      'The newest backup does not count: it was not verified, or its files are gone.',
      'Last good backup 6 hours ago.',
    ],
  },
  {
    name: 'every one is gone',
    stack: { lastGood: null, lastEnded: backup('succeeded', 1), half: false },
    light: 'alarm',
    says: ['The newest backup does not count: it was not verified, or its files are gone.'],
  },
  {
    name: 'cancelled, and none before',
    stack: { lastGood: null, lastEnded: backup('cancelled', 1), half: false },
    light: 'alarm',
    says: ['No good backup yet: the last one was cancelled.'],
  },
  {
    name: 'cancelled, and a young one before',
    stack: { lastGood: backup('succeeded', 6), lastEnded: backup('cancelled', 1), half: false },
    light: 'good',
    says: ['Last good backup 6 hours ago.'],
  },
];

describe.each(cases)('$name', ({ stack, light, says }) => {
  it('has its light', () => {
    expect(stackLight(stack, now)).toBe(light);
  });

  it('says why', () => {
    const translator = createTranslator('en');
    const words = {
      text: translator.text,
      error: (report: ErrorReport) => translator.error(report, now),
      ago: (time: string, at: number) => formatRelative(time, at, 'en'),
    };
    const sentences = reasonSentences(stackReason(stack, now), words, now);
    expect(sentences.map(({ text }) => text)).toEqual(says);
    const aged = sentences.filter(({ text }) => text.startsWith('Last good backup'));
    expect(aged.map(({ time }) => time)).toEqual(stack.lastGood === null ? [] : [stack.lastGood.createdAt]);
  });
});
