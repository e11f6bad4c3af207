import { expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { backupOf } from '../../../shared/stack/testing/backup-of.ts';
import { noPolicy } from '../../../shared/stack/testing/schedules.ts';
import { summaryOf, summarySentence } from './summary.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const young = backupOf('succeeded', now - 60 * 60_000);
const old = backupOf('succeeded', now - 48 * 60 * 60_000);

const safe = (name: string) => ({
  name,
  lastGood: young,
  lastEnded: young,
  half: false,
  stuck: false,
  schedule: noPolicy,
});
const aged = (name: string) => ({ name, lastGood: old, lastEnded: old, half: false, stuck: false, schedule: noPolicy });
const bare = (name: string) => ({
  name,
  lastGood: null,
  lastEnded: null,
  half: false,
  stuck: false,
  schedule: noPolicy,
});
const broken = (name: string) => ({
  name,
  lastGood: null,
  lastEnded: backupOf('failed', now),
  half: false,
  stuck: false,
  schedule: noPolicy,
});

const late = (name: string) => ({ ...aged(name), schedule: { ...noPolicy, allowedAgeMs: 26 * 60 * 60_000 } });

it.each([
  { stacks: [safe('wiki')], light: 'good', says: 'wiki is safe' },
  { stacks: [safe('wiki'), safe('shop'), safe('crm')], light: 'good', says: 'All 3 stacks are safe' },
  { stacks: [safe('wiki'), bare('shop')], light: 'none', says: 'shop has no backup yet' },
  { stacks: [bare('wiki'), bare('shop')], light: 'none', says: '2 of 2 stacks have no backup yet' },
  { stacks: [{ ...safe('wiki'), half: true }, safe('shop')], light: 'attention', says: 'wiki wants attention' },
  { stacks: [bare('wiki'), aged('shop'), safe('crm')], light: 'attention', says: 'shop wants attention' },
  { stacks: [aged('wiki'), aged('shop'), safe('crm')], light: 'attention', says: '2 of 3 stacks want attention' },
  { stacks: [aged('wiki'), broken('shop'), bare('crm')], light: 'alarm', says: 'shop has no good backup' },
  { stacks: [broken('wiki'), broken('shop'), safe('crm')], light: 'alarm', says: '2 of 3 stacks have no good backup' },
  { stacks: [late('wiki'), safe('shop')], light: 'alarm', says: 'wiki has no recent good backup' },
  { stacks: [late('wiki'), broken('shop')], light: 'alarm', says: '2 of 2 stacks have no recent good backup' },
])('$says', ({ stacks, light, says }) => {
  const summary = summaryOf(stacks, now);
  expect(summary.light).toBe(light);
  expect(summarySentence(summary, createTranslator('en'))).toBe(says);
});
