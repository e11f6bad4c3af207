import { expect, it } from 'vitest';
import { mountFacts } from './mount-facts.ts';
import { emptyPlace, type PlaceForm } from './place-form.ts';

const form: PlaceForm = {
  ...emptyPlace,
  kind: 'mount',
  mountFolder: 'shop',
  host: ' nas ',
  share: 'backups',
  user: 'u',
};

it('is what is written for the server, at the usual place', () => {
  expect(mountFacts({ ...form, port: 'none', folder: 'x'.repeat(2000) })).toEqual({
    host: 'nas',
    share: 'backups',
    user: 'u',
    domain: '',
    folder: 'shop',
    mountPoint: '/mnt/replica',
  });
  expect(mountFacts({ ...form, mountPoint: { token: 't', path: '/srv/nas' } })?.mountPoint).toBe('/srv/nas');
});

it.each([{ host: '' }, { share: 'a/b' }, { user: ' ' }, { mountFolder: '' }])('is not enough with %j', (change) => {
  expect(mountFacts({ ...form, ...change })).toBeNull();
});

it('holds no password, also when one was typed for a share', () => {
  expect(JSON.stringify(mountFacts({ ...form, password: 'canary' }))).not.toContain('canary');
});
