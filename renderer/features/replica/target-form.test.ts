import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/ipc/contract.ts';
import { type TestStage, testStages } from '../../../shared/model/replica.ts';
import {
  emptyPlace,
  emptySettings,
  hasPassed,
  type PlaceForm,
  placeFaults,
  placeRequest,
  settingsFaults,
  settingsForm,
  settingsRequest,
  suggestedName,
} from './target-form.ts';
import { aTarget } from './testing/a-target.ts';

const chosen = { token: 't'.repeat(32), path: '/media/usb/shop copies' };
const server: PlaceForm = { ...emptyPlace, host: 'nas', share: 'backups', user: 'u', password: 'canary' };
const settings = { ...emptySettings, name: 'NAS' };

describe('placeRequest', () => {
  it.each<[string, PlaceForm, unknown]>([
    [
      'a server, its folder as Windows writes it',
      { ...server, host: ' nas ', folder: '\\web\\copies\\' },
      {
        place: {
          kind: 'smb',
          host: 'nas',
          port: 445,
          share: 'backups',
          folder: 'web/copies',
          domain: '',
          user: 'u',
          allowOld: false,
        },
        password: 'canary',
      },
    ],
    [
      'a mount at the usual place; what was typed for a server is not said',
      { ...server, kind: 'mount', mountFolder: ' shop ' },
      { place: { kind: 'mount', mountPoint: null, folder: 'shop' }, password: null },
    ],
    [
      'a folder',
      { ...server, kind: 'folder', path: chosen, sameDevice: true },
      { place: { kind: 'folder', path: chosen.token, sameDevice: true }, password: null },
    ],
  ])('%s', (_what, form, expected) => {
    const request = placeRequest(form);
    expect(request).toEqual(expected);
    const input = { stack: 's', ...request, settings: settingsRequest(settings) };
    expect(contract['replicas.add'].input.safeParse(input).success).toBe(true);
  });

  it.each<[Partial<PlaceForm>, readonly string[]]>([
    [{ host: ' ' }, ['host']],
    [{ host: '\\\\nas' }, ['host']],
    [{ share: 'backups/web' }, ['share']],
    [{ user: '' }, ['user']],
    [{ password: '' }, ['password']],
    [{ port: '0' }, ['port']],
    [{ port: '65536' }, ['port']],
    [{ port: '44x' }, ['port']],
    [{ kind: 'mount', mountFolder: '' }, ['mountFolder']],
    [{ kind: 'folder' }, ['path']],
  ])('asks nothing for %j', (change, faults) => {
    expect(placeFaults({ ...server, ...change })).toEqual(faults);
    expect(placeRequest({ ...server, ...change })).toBeNull();
  });
});

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

it.each<[Partial<PlaceForm>, string]>([
  [{}, 'nas'],
  [{ kind: 'mount', mountFolder: 'shop' }, 'shop'],
  [{ kind: 'folder', path: { ...chosen, path: '/media/usb/shop copies/' } }, 'shop copies'],
  [{ kind: 'folder', path: { ...chosen, path: 'D:\\Copies' } }, 'Copies'],
  [{ kind: 'folder', path: null }, ''],
])('a target of %j without a name is called %s', (change, name) => {
  expect(suggestedName({ ...server, ...change })).toBe(name);
});

describe('hasPassed', () => {
  const ok = (stage: TestStage) => ({ stage, ok: true, detail: null, error: null });
  it('is for a test that went to its end', () => {
    expect(hasPassed({ stages: testStages.map(ok) })).toBe(true);
    expect(hasPassed({ stages: testStages.slice(0, -1).map(ok) })).toBe(false);
    expect(hasPassed({ stages: [] })).toBe(false);
    expect(hasPassed({ stages: testStages.map((stage) => ({ ...ok(stage), ok: stage !== 'rename' })) })).toBe(false);
  });
});
