import { describe, expect, it } from 'vitest';
import { PolicyDraft } from '../../../shared/model/schedule.ts';
import { policyPresets } from '../../../shared/schedule/policy-presets.ts';
import { cronOfForm, draftOfForm, faultsOf, formOf, type PolicyForm, withEvery } from './policy-form.ts';

const nightly: PolicyDraft = { name: 'nightly', ...policyPresets.nightly };
const set = (changes: Partial<PolicyForm>): PolicyForm => ({ ...formOf(nightly), ...changes });

const rich: PolicyDraft = {
  name: 'Quarter hours',
  enabled: false,
  cron: '*/15 9-17 * * MON-FRI',
  timeZone: 'Asia/Shanghai',
  mode: 'hot',
  images: true,
  only: ['volume/a'],
  format: 'gzip',
  level: 9,
  replicate: false,
  retention: { days: 30.5, count: null },
  catchUpHours: 0,
  maxAgeHours: 1.5,
  verifyDays: 7,
};

describe('a policy in the editor', () => {
  it.each([nightly, { name: 'weekly', ...policyPresets.weekly }, rich])('is saved as it was: $name', (draft) => {
    expect(draftOfForm(formOf(draft))).toEqual(draft);
    expect(PolicyDraft.safeParse(draft).success).toBe(true);
  });

  it.each([
    [{ every: 'week', days: [0, 3] }, '0 4 * * 0,3'],
    [{ every: 'month', day: 'last', at: '4:5' }, '5 4 L * *'],
    [{ every: 'cron', cron: ' 1 2 * * * ' }, '1 2 * * *'],
    [{ every: 'day', at: '25:00' }, null],
    [{ every: 'week', days: [] }, null],
  ] as const)('%o plans %j', (changes, cron) => {
    expect(cronOfForm(set(changes))).toBe(cron);
  });

  it('goes over to the expression of what was meant, and keeps an old one while the time is none', () => {
    expect(withEvery(set({ every: 'week', days: [2] }), 'cron').cron).toBe('0 4 * * 2');
    expect(withEvery(set({ at: 'noon' }), 'cron').cron).toBe(nightly.cron);
  });

  it('asks for no level of a format that it does not name', () => {
    expect(draftOfForm(set({ format: null, level: 19 }))?.level).toBeNull();
  });
});

describe('faultsOf', () => {
  it.each([
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(61) }],
    ['at', { at: '4' }],
    ['days', { every: 'week', days: [] }],
    ['cron', { every: 'cron', cron: ' ' }],
    ['only', { only: [] }],
    ['keepDays', { keepDays: '0' }],
    ['keepDays', { keepDays: '36601' }],
    ['keepCount', { keepCount: '1.5' }],
    ['keepCount', { keepCount: '-1' }],
    ['catchUpHours', { catchUpHours: '' }],
    ['catchUpHours', { catchUpHours: '9000' }],
    ['maxAgeHours', { maxAgeHours: 'a day' }],
    ['verifyDays', { verifyDays: '1e3' }],
  ] as const)('names %s: %o', (fault, changes) => {
    expect(faultsOf(set(changes))).toEqual([fault]);
    expect(draftOfForm(set(changes))).toBeNull();
  });

  it.each([
    { catchUpHours: '0' },
    { catchUpHours: '8784', maxAgeHours: '8784', verifyDays: '36600', keepDays: '0.5', keepCount: '100000' },
    { keepDays: '', keepCount: '' },
  ])('takes what main takes: %o', (changes) => {
    expect(faultsOf(set(changes))).toEqual([]);
    expect(PolicyDraft.safeParse(draftOfForm(set(changes))).success).toBe(true);
  });
});
