import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeUp, findCompose } from './compose-program.ts';

const compose = { project: 'shop', files: ['/srv/shop/a.yml', '/srv/shop/b.yml'], directory: '/srv/shop' };
const service = (name: string, number: number) => ({
  service: name,
  number,
  image: 'i',
  imageId: 'sha256:1',
  sound: true,
});

const services = [service('web', 1), service('web', 2), service('db', 1)];
const project = '-f /srv/shop/a.yml -f /srv/shop/b.yml --project-directory /srv/shop -p shop';

test.for([
  ['up', true, 'up -d --no-build --pull never --no-deps --scale web=2 web db'],
  ['make', true, 'up --no-start --no-build --pull never --no-deps --scale web=2 web db'],
  ['start', false, 'up -d --no-recreate --no-build --no-deps --scale web=2 web db'],
] as const)('%s: exactly the services that ran before, as often, nothing built or pulled', ([act, takesPull, line]) => {
  const argv = composeUp({ argv: ['docker', 'compose'], takesPull }, compose, services, act);
  expect(argv.join(' ')).toBe(`docker compose ${project} ${line}`);
});

test.runIf(process.platform !== 'win32').for([
  ['      --pull string   Pull image before running', true],
  ['      --quiet-pull    Pull without printing progress', false],
] as const)('whether it can be kept from pulling is asked: %s', async ([line, takesPull]) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-compose-'));
  await writeFile(join(folder.path, 'docker'), `#!/bin/sh\necho '${line}'\n`, { mode: 0o755 });
  const env = { PATH: folder.path };
  expect(await findCompose('/', env)).toEqual({ argv: ['docker', 'compose'], takesPull });
});
