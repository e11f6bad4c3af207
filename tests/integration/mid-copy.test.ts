import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { smallDisk } from '../support/disk.ts';
import { docker, startDockerEngine } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { importBusybox } from '../support/images.ts';
import { type Lifeboat, lifeboat, recoveryAnswer, volumePath } from '../support/lifeboat.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';

const host = dockerHost();
const image = inject('busyboxImage');

const compose = `
version: "3.8"
services:
  app: { image: "${image}", volumes: ["data:/data"] }
  deaf:
    image: ${image}
    command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"]
    stop_grace_period: 1s
volumes: { data: {} }
`;

async function add(boat: Lifeboat, stack: ComposeStack, name: string, storage: string): Promise<void> {
  const args = ['--compose', stack.composeFile, '--name', name, '--storage', storage];
  await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
}

describe('what goes wrong while services are stopped', () => {
  let stack: ComposeStack;
  let home: TempHome;
  let boat: Lifeboat;
  let data: string;
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    stack = resources.use(await startComposeStack({ host, compose }));
    home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    data = await volumePath(host, `${stack.project}_data`);
    await add(boat, stack, 'app', home.beside);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  async function expectRunning(...services: readonly string[]): Promise<void> {
    for (const name of services) expect((await stack.container(name)).State.Running, name).toBe(true);
  }

  test('a service that ignores SIGTERM is killed after its own time, and comes back', async () => {
    const before = (await stack.container('deaf')).State;
    const { stopWindowMs } = await boat.backup('app');
    const after = (await stack.container('deaf')).State;
    expect(after).toMatchObject({ Running: true });
    expect(after.StartedAt).not.toBe(before.StartedAt);
    expect(stopWindowMs).toBeGreaterThan(1000);
    await expectRunning('app');
  });

  test('another stack that mounts the volume writable is stopped too, and comes back', async () => {
    const volume = `${stack.project}_data`;
    const id = (
      await docker(host, 'run', '--detach', '--network', 'none', '--volume', `${volume}:/shared`, image)
    ).trim();
    try {
      const before = await docker(host, 'inspect', '--format', '{{.State.StartedAt}}', id);
      await boat.backup('app');
      const after = await docker(host, 'inspect', '--format', '{{.State.StartedAt}} {{.State.Running}}', id);
      expect(after).toMatch(/ true\n$/u);
      expect(after.startsWith(before.trim())).toBe(false);
    } finally {
      await docker(host, 'rm', '--force', id);
    }
  });

  test('a container started with --rm is not stopped, because that would delete it: the backup is refused', async () => {
    const volume = `${stack.project}_data`;
    const mount = ['--volume', `${volume}:/shared`];
    const id = (await docker(host, 'run', '--rm', '--detach', '--network', 'none', ...mount, image)).trim();
    try {
      const before = (await stack.container('app')).State.StartedAt;
      const { message } = await boat.refusal(exitCode.failed, 'SERVICE_STOP_FAILED', 'backup', 'app');
      expect(message).toContain('--rm');
      expect(await docker(host, 'inspect', '--format', '{{.State.Running}}', id)).toBe('true\n');
      expect((await stack.container('app')).State.StartedAt).toBe(before);
    } finally {
      await docker(host, 'rm', '--force', id);
    }
  });

  test('a disk that fills up: services run again, and the half pack is gone', async () => {
    await using disk = await smallDisk(48 << 20);
    await add(boat, stack, 'full', disk.path);
    // Zeros are said to shrink to nothing, and that is what the next estimate believes.
    await writeFile(join(data, 'content'), '');
    await truncate(join(data, 'content'), 12 << 20);
    await boat.backup('full');
    await writeFile(join(data, 'content'), randomBytes(64 << 20));
    const before = (await stack.container('app')).State.StartedAt;

    const { message } = await boat.refusal(exitCode.noSpace, 'SPACE_EXHAUSTED', 'backup', 'full');

    expect(message).toContain(disk.path);
    expect((await stack.container('app')).State.StartedAt).not.toBe(before);
    await expectRunning('app', 'deaf');
    expect(await readdir(join(disk.path, 'full/_tmp'))).toEqual([]);
    const [failed, good] = await boat.list('full');
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'SPACE_EXHAUSTED', path: null });
    await boat.answer(z.looseObject({ parts: z.int().min(1) }), 'verify', good?.id ?? '');
    await rm(join(data, 'content'));
  });
});

test('a service that does not come back: the backup is good, the job failed and names it', async () => {
  // Its second start fails, as that of an application whose last upgrade broke something.
  const onlyOnce = `
version: "3.8"
services:
  once:
    image: ${image}
    command: ["sh", "-c", "[ -e /tmp/ran ] && exit 7; touch /tmp/ran; trap 'exit 0' TERM; while :; do sleep 3600 & wait $$!; done"]
    volumes: ["data:/data"]
  other: { image: "${image}" }
volumes: { data: {} }
`;
  await using stack = await startComposeStack({ host, compose: onlyOnce });
  await using home = await tempHome();
  const boat = lifeboat(home.path, { DOCKER_HOST: host });
  await add(boat, stack, 'app', home.beside);
  const { params } = await boat.refusal(exitCode.failed, 'SERVICE_NOT_BACK', 'backup', 'app');
  expect(params['services']).toBe('once');
  expect(params['detail']).toContain('7');
  expect((await stack.container('other')).State.Running).toBe(true);
  const [backup] = await boat.list('app');
  expect(backup).toMatchObject({ status: 'succeeded', verified: true, missing: false });
});

test('Docker dies in mid-copy: that is said, and after its return recovery starts what was stopped', async () => {
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  await using stack = await startComposeStack({ host: engine.host, compose });
  await using home = await tempHome();
  const boat = lifeboat(home.path, { DOCKER_HOST: engine.host });
  const data = await volumePath(engine.host, `${stack.project}_data`);
  await writeFile(join(data, 'content'), randomBytes(16 << 20));
  await add(boat, stack, 'app', home.beside);

  const command = boat.start('backup', 'app', '--limit', '1M');
  await command.said(/^Copying data/mu);
  await engine.crash();
  const { code, stderr } = await command.end;
  expect(stderr).toMatch(/DOCKER_LOST|DOCKER_UNREACHABLE/u);
  expect(code, stderr).toBe(exitCode.dockerUnreachable);
  const [record] = await boat.list('app');
  expect(record).toMatchObject({ status: 'failed', path: null, verified: false });

  const owed = await boat.run('recover', '--json');
  expect(owed.code).toBe(exitCode.dockerUnreachable);
  expect(
    recoveryAnswer
      .parse(owed.json())
      .owed.map(({ service }) => service)
      .toSorted(),
  ).toEqual(['app', 'deaf']);

  await engine.restart();
  const { started, owed: left } = await boat.answer(recoveryAnswer, 'recover');
  expect(left).toEqual([]);
  expect(started.map(({ service }) => service).toSorted()).toEqual(['app', 'deaf']);
  for (const name of ['app', 'deaf']) expect((await stack.container(name)).State.Running).toBe(true);
});

describe('a folder that changes while it is copied', () => {
  let home: TempHome;
  let boat: Lifeboat;
  let root: string;
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    home = resources.use(await tempHome());
    boat = lifeboat(home.path, {});
    root = join(resources.use(await tempHome()).beside);
    for (let n = 0; n < 8; n += 1) await writeFile(join(root, `file-${n}`), randomBytes(3 << 20));
    const args = ['--folder', root, '--name', 'site', '--storage', home.beside];
    await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  /** The last file changes its size while the first ones are copied. */
  async function grow(...args: readonly string[]) {
    const command = boat.start('backup', 'site', '--limit', '6M', '--json', ...args);
    let grown = 0;
    const timer = setInterval(() => {
      appendFileSync(join(root, 'file-7'), 'more');
      grown += 1;
    }, 5);
    try {
      return { ...(await command.end), grown };
    } finally {
      clearInterval(timer);
    }
  }

  test('cold, it counts as failed: a copy of two moments is none', async () => {
    const end = await grow();
    expect(end.grown).toBeGreaterThan(10);
    expect(end.code).toBe(exitCode.failed);
    expect(end.stdout).toContain('SOURCE_CHANGED');
    expect(end.stdout).toContain('file-7');
  });

  test('hot, it is copied, and what changed is named', async () => {
    const end = await grow('--mode', 'hot');
    expect(end.code).toBe(exitCode.done);
    const [backup] = await boat.list('site');
    expect(backup?.sources[0]?.omitted).toContainEqual({ path: 'file-7', reason: 'changed' });
  });

  test('a folder that is gone, or is none any more', async () => {
    await rm(root, { recursive: true });
    const { params } = await boat.refusal(exitCode.notFound, 'SOURCE_MISSING', 'backup', 'site');
    expect(params['path']).toBe(root);
    await writeFile(root, 'a file now');
    await boat.refusal(exitCode.failed, 'SOURCE_UNREADABLE', 'backup', 'site');
  });
});
