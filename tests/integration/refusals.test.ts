import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { smallDisk } from '../support/disk.ts';
import { dockerHost } from '../support/docker-host.ts';
import { type Lifeboat, lifeboat } from '../support/lifeboat.ts';
import { engineState } from '../support/snapshot.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';

const host = dockerHost();
const image = inject('busyboxImage');
const compose = `
version: "3.8"
services:
  app: { image: "${image}", volumes: ["data:/data"] }
volumes: { data: {} }
`;
const bomb = `services: {}\nx0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${Array.from(
  { length: 12 },
  (_, n) => `x${n + 1}: &x${n + 1} [${Array.from({ length: 9 }, () => `*x${n}`).join(', ')}]\n`,
).join('')}`;

describe('what is refused, is refused before anything is stopped', () => {
  let stack: ComposeStack;
  let home: TempHome;
  let boat: Lifeboat;
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    stack = resources.use(await startComposeStack({ host, compose }));
    home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    await add('app', home.beside);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  async function add(name: string, storage: string, file = stack.composeFile): Promise<void> {
    await boat.answer(z.looseObject({}), 'stack', 'add', '--compose', file, '--name', name, '--storage', storage);
  }

  /** Runs `act` and looks that the engine is as it was. */
  async function untouched<T>(act: () => Promise<T>): Promise<T> {
    const before = await engineState(host);
    const result = await act();
    expect(await engineState(host)).toEqual(before);
    return result;
  }

  test('an engine that is not there', async () => {
    const away = lifeboat(home.path, { DOCKER_HOST: `unix://${home.beside}/nobody` });
    const { message, action } = await away.refusal(exitCode.dockerUnreachable, 'DOCKER_UNREACHABLE', 'backup', 'app');
    expect(message).toContain(`Docker does not answer at unix://${home.beside}/nobody`);
    expect(action).toContain('Start Docker');
    const chinese = lifeboat(home.path, { DOCKER_HOST: `unix://${home.beside}/nobody`, LIFEBOAT_LANG: 'zh-CN' });
    const said = await chinese.run('backup', 'app');
    expect(said.code).toBe(exitCode.dockerUnreachable);
    expect(said.stderr).toMatch(/\p{Script=Han}.*\n.*\p{Script=Han}[^]*DOCKER_UNREACHABLE/u);
    const [record] = await boat.list('app');
    expect(record).toMatchObject({ status: 'failed', errorCode: 'DOCKER_UNREACHABLE', path: null });
  });

  test('a compose file that is missing, invalid, or a bomb of aliases', async () => {
    const file = join(home.beside, 'docker-compose.yml');
    const refused = (code: 'COMPOSE_FILE_MISSING' | 'COMPOSE_FILE_INVALID') =>
      boat.refusal(
        code === 'COMPOSE_FILE_MISSING' ? exitCode.notFound : exitCode.usage,
        ...([code, 'stack', 'add', '--compose', file] as const),
      );
    expect((await refused('COMPOSE_FILE_MISSING')).params).toEqual({ path: file });
    await writeFile(file, 'services: [not, a, mapping]\n');
    await refused('COMPOSE_FILE_INVALID');
    await writeFile(file, 'services:\n  app:\n   image: "unclosed\n');
    await refused('COMPOSE_FILE_INVALID');
    await writeFile(file, bomb);
    const started = performance.now();
    await refused('COMPOSE_FILE_INVALID');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('a compose file that went away since the stack was added', async () => {
    await rename(stack.composeFile, `${stack.composeFile}.away`);
    try {
      const gone = await untouched(async () =>
        boat.refusal(exitCode.notFound, 'COMPOSE_FILE_MISSING', 'backup', 'app'),
      );
      expect(gone.params).toEqual({ path: stack.composeFile });
    } finally {
      await rename(`${stack.composeFile}.away`, stack.composeFile);
    }
  });

  test('a storage that is too small, read-only, or not there', async () => {
    await using disk = await smallDisk(8 << 20);
    await add('small', join(disk.path, 'packs'));
    const full = await untouched(async () => boat.refusal(exitCode.noSpace, 'SPACE_INSUFFICIENT', 'backup', 'small'));
    expect(full.message).toContain(join(disk.path, 'packs'));
    await disk.remount('ro');
    await untouched(async () => boat.refusal(exitCode.refused, 'STORAGE_UNWRITABLE', 'backup', 'small'));
    await disk.remount('rw');
    await rename(join(disk.path, 'packs'), join(disk.path, 'elsewhere'));
    const gone = await untouched(async () => boat.refusal(exitCode.refused, 'STORAGE_UNWRITABLE', 'backup', 'small'));
    expect(gone.params['path']).toBe(join(disk.path, 'packs/small'));
    const [record] = await boat.list('small');
    expect(record).toMatchObject({ status: 'failed', errorCode: 'STORAGE_UNWRITABLE' });
  });

  test('levels out of range, notes that are none, unknown sources, unknown names', async () => {
    await untouched(async () => {
      const level = await boat.refusal(exitCode.usage, 'LEVEL_OUT_OF_RANGE', 'backup', 'app', '--level', '20');
      expect(level.params).toEqual({ format: 'zstd', level: 20, lowest: 1, highest: 19 });
      const gzip = ['--format', 'gzip', '--level'] as const;
      await boat.refusal(exitCode.usage, 'LEVEL_OUT_OF_RANGE', 'backup', 'app', ...gzip, '10');
      await boat.refusal(exitCode.usage, 'USAGE_INVALID', 'backup', 'app', '--level', 'much');
      const note = await boat.refusal(exitCode.usage, 'NOTE_TOO_LONG', 'backup', 'app', '--note', 'x'.repeat(501));
      expect(note.params).toEqual({ length: 501, longest: 500 });
      await boat.refusal(exitCode.usage, 'NOTE_UNPRINTABLE', 'backup', 'app', '--note', 'a\tb');
      await boat.refusal(exitCode.usage, 'USAGE_INVALID', 'backup', 'app', '--mode', 'tepid');
      await boat.refusal(exitCode.notFound, 'SOURCE_NOT_FOUND', 'backup', 'app', '--only', 'volume/other');
      await boat.refusal(exitCode.notFound, 'STACK_NOT_FOUND', 'backup', 'nobody');
      await boat.refusal(exitCode.notFound, 'BACKUP_NOT_FOUND', 'rollback', 'backup_manual_vx', '--yes');
    });
  });
});
