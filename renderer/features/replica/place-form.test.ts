import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/ipc/contract.ts';
import { emptyPlace, type PlaceForm, placeFaults, placeRequest, suggestedName } from './place-form.ts';

const chosen = { token: 't'.repeat(32), path: '/media/usb/shop copies' };
const server: PlaceForm = { ...emptyPlace, host: 'nas', share: 'backups', user: 'u', password: 'canary' };
const settings = { name: 'NAS', required: false, limit: null, retention: { days: null, count: null } };

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
    const input = { stack: 's', ...request, settings };
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

it.each<[Partial<PlaceForm>, string]>([
  [{}, 'nas'],
  [{ kind: 'mount', mountFolder: 'shop' }, 'shop'],
  [{ kind: 'folder', path: { ...chosen, path: '/media/usb/shop copies/' } }, 'shop copies'],
  [{ kind: 'folder', path: { ...chosen, path: 'D:\\Copies' } }, 'Copies'],
  [{ kind: 'folder', path: null }, ''],
])('a target of %j without a name is called %s', (change, name) => {
  expect(suggestedName({ ...server, ...change })).toBe(name);
});
