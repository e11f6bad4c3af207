import { expect, test } from 'vitest';
import { composeUp } from './compose-program.ts';

const compose = { project: 'shop', files: ['/srv/shop/a.yml', '/srv/shop/b.yml'], directory: '/srv/shop' };
const service = (name: string, number: number) => ({
  service: name,
  number,
  image: 'i',
  imageId: 'sha256:1',
  sound: true,
});

test('exactly the services that ran before are made, as often as they ran, and nothing is built', () => {
  const argv = composeUp(['docker', 'compose'], compose, [service('web', 1), service('web', 2), service('db', 1)]);
  expect(argv.join(' ')).toBe(
    'docker compose -f /srv/shop/a.yml -f /srv/shop/b.yml --project-directory /srv/shop -p shop ' +
      'up -d --no-build --no-deps --scale web=2 web db',
  );
});
