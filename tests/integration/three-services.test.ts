import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { expectCommand } from '../support/command.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { docker } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import {
  type BackupAnswer,
  helpersLeft,
  type Lifeboat,
  lifeboat,
  rollbackAnswer,
  volumePath,
} from '../support/lifeboat.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { makeTree } from '../support/tree.ts';
import { listTree } from '../support/tree-listing.ts';

const host = dockerHost();
const image = inject('busyboxImage');

const healthy = `healthcheck: { test: ["CMD", "true"], interval: 1s }`;
const compose = `
version: "3.8"
services:
  writer:
    image: ${image}
    command: ["sh", "-c", "trap 'exit 0' TERM; i=0; while :; do i=$$((i+1)); echo line $$i >> /data/log; sleep 0.05 & wait $$!; done"]
    volumes: ["data:/data"]
    ${healthy}
  files:
    image: ${image}
    depends_on: [writer]
    volumes: ["./files:/files"]
    env_file: app.env
    ${healthy}
  init:
    image: ${image}
    command: ["true"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

/** Without what a rollback keeps aside until it is released. */
async function liveTree(root: string): Promise<string[]> {
  return (await listTree(root)).filter((line) => !line.startsWith('./.lifeboat-'));
}

/** The entries of a volume but the file that is written all the time; whole seconds, which is all that Docker's archive calls keep. */
async function volumeTree(root: string): Promise<string[]> {
  const lines = (await liveTree(root)).map((line) => line.split('\t'));
  return lines
    .filter(([name]) => name !== './log')
    .map((fields) => fields.map((field, at) => (at === 5 ? field.slice(0, -9) : field)).join('\t'));
}

async function startedAt(stack: ComposeStack): Promise<Record<string, string>> {
  const services = ['writer', 'files', 'init'];
  return Object.fromEntries(
    await Promise.all(services.map(async (name) => [name, (await stack.container(name)).State.StartedAt] as const)),
  );
}

describe('a stack with a busy volume, a bind mount of many owners, and a one-shot service', () => {
  let stack: ComposeStack;
  let home: TempHome;
  let boat: Lifeboat;
  let data: string;
  let files: string;
  let first: BackupAnswer;
  let firstLog: string;
  let volumeBefore: string[];
  let filesBefore: string[];

  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    stack = resources.use(
      await startComposeStack({
        host,
        compose,
        files: { 'app.env': 'MODE=first\n', '.env': 'TOP=first\n', 'files/cache/hit': 'kept\n' },
      }),
    );
    home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    data = await volumePath(host, `${stack.project}_data`);
    files = join(stack.folder, 'files');
    await makeTree(join(data, 'tree'));
    await makeTree(files);
    const args = ['--compose', stack.composeFile, '--name', 'app', '--exclude', 'cache/**', '--storage', home.beside];
    await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  /** Everything in the volume and the bind mount is gone or garbage, and configuration says something else. */
  async function destroy(): Promise<void> {
    await stack.compose('stop', 'writer');
    for (const root of [data, files]) {
      for (const name of await readdir(root)) {
        if (name !== 'cache') await rm(join(root, name), { recursive: true });
      }
      await mkdir(join(root, 'plain'));
      await writeFile(join(root, 'plain/note.txt'), 'garbage');
      await symlink('/etc', join(root, 'tree-link'));
    }
    await stack.compose('start', 'writer');
  }

  async function expectAsBefore(): Promise<void> {
    expect(await volumeTree(data)).toEqual(volumeBefore);
    expect((await readFile(join(data, 'log'), 'utf8')).startsWith(firstLog)).toBe(true);
  }

  test('is backed up cold: only long-running services stop, and all run again', async () => {
    await expect.poll(async () => (await stack.container('init')).State.Status).toBe('exited');
    await expect.poll(async () => readFile(join(data, 'log'), 'utf8')).toContain('line 3');
    const before = await startedAt(stack);
    volumeBefore = await volumeTree(data);
    filesBefore = await liveTree(files);

    first = await boat.backup('app', '--app-version', '1.0');

    expect(first).toMatchObject({ status: 'succeeded', verified: true, mode: 'cold', missing: false, errorCode: null });
    expect(first.name).toMatch(/^backup_manual_v1\.0_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$/u);
    expect(first.sources.map(({ id }) => id)).toEqual([
      'volume/data',
      'bind/files',
      'config/.env',
      'config/app.env',
      'config/docker-compose.yml',
    ]);
    expect(first.stopWindowMs).toBeGreaterThan(0);
    const after = await startedAt(stack);
    expect(after['init']).toBe(before['init']);
    expect(after['writer']).not.toBe(before['writer']);
    expect(after['files']).not.toBe(before['files']);
    for (const name of ['writer', 'files']) {
      const { State } = await stack.container(name);
      expect(State.Running).toBe(true);
      // Ended by its own handler of SIGTERM, not killed.
      expect(State.ExitCode).toBe(0);
    }
    expect(await helpersLeft(host)).toEqual([]);
    expect(await readdir(join(home.beside, 'app', '_tmp'))).toEqual([]);
  });

  test('its pack is accepted by tar and sha256sum alone', async () => {
    const pack = first.path ?? '';
    await expectCommand('sha256sum', ['--check', '--strict', '--quiet', 'checksums/SHA256SUMS'], { cwd: pack });
    const listed = await expectCommand('tar', ['-tvf', 'volumes/data.tar.zst'], { cwd: pack });
    expect(listed).toContain('tree/plain/note.txt');
    expect(await expectCommand('tar', ['-tvf', 'files/files.tar.zst'], { cwd: pack })).toMatch(
      /^-rwsr-xr-x .* \.\/shared\/setuid$/mu,
    );
    expect(await expectCommand('tar', ['-tf', 'files/files.tar.zst'], { cwd: pack })).not.toContain('cache/hit');
    firstLog = await expectCommand('tar', ['-xOf', 'volumes/data.tar.zst', './log'], { cwd: pack });
    expect(firstLog).toMatch(/^line 1\nline 2\n/u);
    await boat.answer(z.looseObject({ parts: z.int().min(1) }), 'verify', first.name);
  });

  test('comes back equal in hash, owner, mode and time after its data was destroyed; configuration too, but for the top level', async () => {
    await destroy();
    await writeFile(join(stack.folder, 'app.env'), 'MODE=second\n');
    await writeFile(join(stack.folder, '.env'), 'TOP=second\n');
    await appendFile(stack.composeFile, '# a later line\n');
    const init = (await stack.container('init')).State.StartedAt;

    const result = await boat.answer(rollbackAnswer, 'rollback', 'latest', '--yes');

    expect(result.replaced.toSorted()).toEqual(['bind/files', 'config/app.env', 'volume/data']);
    expect(result.safetyBackup).toMatch(/^backup_pre-rollback_v1\.0_/u);
    await expectAsBefore();
    expect(await liveTree(files)).toEqual(filesBefore);
    expect(await readFile(join(stack.folder, 'app.env'), 'utf8')).toBe('MODE=first\n');
    expect(await readFile(join(stack.folder, '.env'), 'utf8')).toBe('TOP=second\n');
    expect(await readFile(stack.composeFile, 'utf8')).toContain('# a later line');
    expect((await stack.container('init')).State.StartedAt).toBe(init);
    expect((await stack.container('writer')).State.Running).toBe(true);
    expect((await stack.container('files')).State.Running).toBe(true);

    await boat.answer(z.looseObject({}), 'undo', result.jobId, '--yes');
    expect(await readFile(join(files, 'plain/note.txt'), 'utf8')).toBe('garbage');
    expect(await readdir(join(data, 'plain'))).toEqual(['note.txt']);
    expect(await readFile(join(stack.folder, 'app.env'), 'utf8')).toBe('MODE=second\n');
    expect(await readFile(join(files, 'cache/hit'), 'utf8')).toBe('kept\n');

    await boat.answer(z.looseObject({}), 'release', result.jobId, '--yes');
    for (const root of [data, files, stack.folder]) {
      expect((await readdir(root)).filter((name) => name.startsWith('.lifeboat-'))).toEqual([]);
    }
    await boat.refusal(exitCode.notFound, 'UNDO_NOTHING_KEPT', 'undo', result.jobId, '--yes');
  });

  test('a single source comes back alone', async () => {
    const damaged = await liveTree(files);
    const args = ['rollback', first.id, '--only', 'volume/data', '--yes', '--no-safety-backup'] as const;
    const { replaced, jobId } = await boat.answer(rollbackAnswer, ...args);
    expect(replaced).toEqual(['volume/data']);
    await expectAsBefore();
    expect(await liveTree(files)).toEqual(damaged);
    await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    await boat.refusal(exitCode.notFound, 'SOURCE_NOT_FOUND', 'rollback', first.id, '--only', 'volume/other', '--yes');
  });

  test('a saved plan is applied data-only, keeps what it excludes, and is refused once the world has changed', async () => {
    await destroy();
    await writeFile(join(data, 'plain/keep-me'), 'precious');
    const plan = join(home.beside, 'plan.json');
    const args = ['plan', first.id, '--data-only', '--exclude', 'plain/keep-*', '--out', plan];
    await boat.answer(z.looseObject({ scope: z.literal('data-only') }), ...args);
    await boat.refusal(exitCode.refused, 'CONFIRMATION_REQUIRED', 'rollback', '--plan', plan);
    const { replaced, jobId } = await boat.answer(rollbackAnswer, 'rollback', '--plan', plan, '--yes');
    expect(replaced.toSorted()).toEqual(['bind/files', 'volume/data']);
    expect(await readFile(join(data, 'plain/keep-me'), 'utf8')).toBe('precious');
    expect(await readdir(data)).toContain('tree');
    expect(await readFile(join(stack.folder, 'app.env'), 'utf8')).toBe('MODE=second\n');
    await boat.answer(z.looseObject({}), 'release', jobId, '--yes');

    await boat.answer(z.looseObject({}), ...args, '--overwrite');
    await stack.compose('up', '--detach', '--force-recreate', '--no-deps', 'files');
    const before = await startedAt(stack);
    await boat.refusal(exitCode.refused, 'PLAN_STALE', 'rollback', '--plan', plan, '--yes');
    expect(await startedAt(stack)).toEqual(before);
  });

  test('a volume that was deleted is made again with its data', async () => {
    await stack.compose('rm', '--stop', '--force', 'writer', 'init');
    await docker(host, 'volume', 'rm', `${stack.project}_data`);
    const { jobId } = await boat.answer(rollbackAnswer, 'rollback', first.id, '--only', 'volume/data', '--yes');
    await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    expect(await volumeTree(data)).toEqual(volumeBefore);
    expect(await readFile(join(data, 'log'), 'utf8')).toBe(firstLog);
    const labels = await docker(host, 'volume', 'inspect', '--format', '{{json .Labels}}', `${stack.project}_data`);
    expect(labels).toContain('com.docker.compose.volume');
    await stack.compose('up', '--detach');
    expect((await stack.container('writer')).State.Running).toBe(true);
  });
});
