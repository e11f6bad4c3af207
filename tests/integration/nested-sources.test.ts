import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { dockerHost } from '../support/docker-host.ts';
import { type BackupAnswer, type Lifeboat, lifeboat, rollbackAnswer } from '../support/lifeboat.ts';
import { tempHome } from '../support/temp-home.ts';

const host = dockerHost();
const image = inject('busyboxImage');

/** The whole folder is a bind mount: the compose file, `.env`, an env file in a subfolder and the storage lie in it. */
const compose = `
version: "3.8"
services:
  web:
    image: ${image}
    env_file: [settings/web.env]
    volumes: [".:/srv"]
`;
const files = {
  '.env': 'COLOUR=blue\n',
  'settings/web.env': 'A=old\n',
  'settings/more.txt': 'old\n',
  'page.txt': 'old\n',
};

describe('sources that lie inside another one', () => {
  let stack: ComposeStack;
  let boat: Lifeboat;
  let backup: BackupAnswer;
  const resources = new AsyncDisposableStack();
  const at = (name: string) => join(stack.folder, name);
  const state = async () =>
    Promise.all(
      ['.env', 'settings/web.env', 'settings/more.txt', 'page.txt'].map(async (name) =>
        (await readFile(at(name), 'utf8')).trim(),
      ),
    );

  beforeAll(async () => {
    stack = resources.use(await startComposeStack({ host, compose, files }));
    const home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    await boat.answer(z.looseObject({}), 'stack', 'add', '--compose', stack.composeFile, '--name', 'app');
    backup = await boat.backup('app');
    for (const name of Object.keys(files)) await writeFile(at(name), name === '.env' ? 'COLOUR=red\n' : 'A=new\n');
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  test('the storage is not in its own backup', async () => {
    const index = await boat.answer(z.looseObject({ path: z.string() }), 'show', backup.id);
    expect(index.path.startsWith(join(stack.folder, 'backups'))).toBe(true);
    expect(backup.rawBytes).toBeLessThan(100_000);
  });

  test('are rolled back each by itself; the top-level configuration stays, and an undo brings all back', async () => {
    const result = await boat.answer(rollbackAnswer, 'rollback', backup.id, '--yes', '--no-safety-backup');
    expect(await state()).toEqual(['COLOUR=red', 'A=old', 'old', 'old']);
    await boat.answer(z.looseObject({}), 'undo', result.jobId, '--yes');
    expect(await state()).toEqual(['COLOUR=red', 'A=new', 'A=new', 'A=new']);
    await boat.answer(z.looseObject({}), 'release', result.jobId, '--yes');
    expect(await state()).toEqual(['COLOUR=red', 'A=new', 'A=new', 'A=new']);
  });

  test('come back when their folder is gone, beside a new one of the same name', async () => {
    await rm(at('settings'), { recursive: true });
    await mkdir(at('settings'));
    await writeFile(at('settings/web.env'), 'A=other\n');
    const result = await boat.answer(rollbackAnswer, 'rollback', backup.id, '--yes', '--no-safety-backup');
    expect(await state()).toEqual(['COLOUR=red', 'A=old', 'old', 'old']);
    await boat.answer(z.looseObject({}), 'release', result.jobId, '--yes');
  });
});
