import { describe, expect, it } from 'vitest';
import { emptySettings, settingsFaults, settingsForm, settingsRequest } from './settings-form.ts';
import { aTarget } from './testing/a-target.ts';

const settings = { ...emptySettings, name: 'NAS' };

describe('settingsRequest', () => {
  it.each([
    [{ limit: '12.5' }, { limit: 12_500_000 }],
    [{ limit: '' }, { limit: null }],
    [{ keepCount: '14' }, { retention: { count: 14, days: null } }],
    [{ keepDays: '0.5' }, { retention: { count: null, days: 0.5 } }],
    [{ required: true }, { required: true }],
  ])('%j', (change, expected) => {
    expect(settingsRequest({ ...settings, ...change })).toMatchObject(expected);
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(61) }, 'name'],
    [{ limit: '0' }, 'limit'],
    [{ limit: 'fast' }, 'limit'],
    [{ limit: '1'.repeat(12) }, 'limit'],
    [{ keepCount: '0' }, 'keepCount'],
    [{ keepCount: '1.5' }, 'keepCount'],
    [{ keepDays: '-1' }, 'keepDays'],
  ])('asks nothing for %j', (change, field) => {
    expect(settingsFaults({ ...settings, ...change })).toEqual([field]);
    expect(settingsRequest({ ...settings, ...change })).toBeNull();
  });

  it('is what was saved when nothing is changed', () => {
    const saved = { name: 'NAS', required: true, limit: 50_000_000, retention: { days: 30, count: 14 } };
    expect(settingsRequest(settingsForm(aTarget(saved)))).toEqual(saved);
  });
});
