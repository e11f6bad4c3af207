import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { connectDocker, type Docker } from '../../electron/core/docker/client.ts';
import {
  findAgain,
  inspectContainer,
  listContainers,
  startContainer,
  stopContainer,
} from '../../electron/core/docker/containers.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { label } from '../../electron/core/docker/project-labels.ts';
import { discoverProjects, inspectComposeStack, labelledProject } from '../../electron/core/docker/stacks.ts';
import { planStops } from '../../electron/core/docker/stop-order.ts';
import { readTree } from '../../electron/core/docker/volumes.ts';
import { stackAsRun } from '../../electron/core/operations/upgrade-point.ts';
import type { Stack } from '../../shared/model/stack.ts';
import { standardStackBackup } from '../../shared/model/stack-backup.ts';
import { expectCommand } from '../support/command.ts';
import { startComposeStack } from '../support/compose-stack.ts';
import { docker as dockerCommand } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';

const host = dockerHost();
const image = inject('busyboxImage');

const compose = `
version: "3.8"
services:
  app:
    image: ${image}
    depends_on: [db]
    volumes: ["./files:/files", "/cache", "/var/run/docker.sock:/var/run/docker.sock"]
    env_file: app.env
  db:
    image: ${image}
    volumes: ["data:/data"]
  sidecar:
    image: ${image}
    network_mode: service:db
  init:
    image: ${image}
    command: ["true"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;
const files = { 'files/a.txt': 'a', 'app.env': 'KEY=value\n', '.env': 'X=1\n' };

async function connect(): Promise<Docker> {
  return connectDocker(parseEndpoint(host));
}

describe('a compose stack on a real engine', () => {
  test('with an override that was added after it was registered is guarded with it', async () => {
    await using stack = await startComposeStack({ host, compose, files });
    const docker = await connect();
    const definition = {
      kind: 'compose' as const,
      project: stack.project,
      files: [stack.composeFile],
      workingDirectory: null,
      exclude: [],
    };
    const registered: Stack = {
      id: 'shop',
      name: 'shop',
      slug: 'shop',
      definition,
      storage: '/nowhere',
      backup: standardStackBackup,
      createdAt: '2026-11-20T10:00:00.000Z',
    };
    expect(await stackAsRun(docker, registered)).toBe(registered);

    const override = join(stack.folder, 'override.yml');
    await writeFile(override, 'version: "3.8"\nservices: { app: { environment: { MORE: "1" } } }\n');
    await stack.compose('-f', override, 'up', '--detach');
    const now = await stackAsRun(docker, registered);
    expect(now.definition).toMatchObject({ files: [stack.composeFile, override], workingDirectory: stack.folder });

    // Elsewhere, or gone: then what was registered is all that is known.
    await rm(override);
    expect(await stackAsRun(docker, registered)).toBe(registered);
  });

  test('is discovered, and its state says what holds data and who runs', async () => {
    await using stack = await startComposeStack({ host, compose, files });
    const docker = await connect();
    const [found] = (await discoverProjects(docker)).filter(({ project }) => project === stack.project);
    expect(found).toMatchObject({ workingDirectory: stack.folder, files: [stack.composeFile], services: 4 });

    expect(await labelledProject(docker, stack.project)).toEqual({
      files: [stack.composeFile],
      environmentFiles: [],
      workingDirectory: stack.folder,
    });

    await expect.poll(async () => (await stack.container('init')).State.Status).toBe('exited');
    const definition = {
      kind: 'compose' as const,
      project: stack.project,
      files: [stack.composeFile],
      workingDirectory: stack.folder,
      exclude: [],
    };
    const state = await inspectComposeStack(docker, definition);
    expect(state.sources.map(({ id, location }) => [id, location])).toEqual([
      ['volume/app-cache', expect.stringMatching(/^[0-9a-f]{64}$/u)],
      ['volume/data', `${stack.project}_data`],
      ['bind/files', `${stack.folder}/files`],
      ['config/.env', `${stack.folder}/.env`],
      ['config/app.env', `${stack.folder}/app.env`],
      ['config/docker-compose.yml', stack.composeFile],
      [`image/${image}`, expect.stringMatching(/^sha256:/u)],
    ]);
    expect(state.services.map(({ service, role }) => [service, role])).toEqual([
      ['app', 'long-running'],
      ['db', 'long-running'],
      ['init', 'one-shot'],
      ['sidecar', 'long-running'],
    ]);
    expect(state.notes.map(({ kind }) => kind)).toEqual(['anonymous-volume', 'docker-socket']);
    expect(planStops(state.services, state.sources).map(({ service }) => service)).toEqual(['sidecar', 'app', 'db']);

    const byLabels = await inspectComposeStack(docker, { ...definition, files: [], workingDirectory: null });
    expect(byLabels.sources).toEqual(state.sources);
  });

  test('shows a container of another stack that mounts one of its volumes, and stops it too', async () => {
    await using stack = await startComposeStack({ host, compose, files });
    const docker = await connect();
    const volume = `${stack.project}_data`;
    const stranger = (
      await dockerCommand(host, 'run', '--detach', '--network', 'none', '-v', `${volume}:/x`, image)
    ).trim();
    try {
      const state = await inspectComposeStack(docker, {
        kind: 'compose',
        project: stack.project,
        files: [],
        workingDirectory: null,
        exclude: [],
      });
      expect(state.services.filter(({ foreign }) => foreign).map(({ containerId }) => containerId)).toEqual([stranger]);
      expect(planStops(state.services, state.sources).at(0)?.containerId).toBe(stranger);
    } finally {
      await dockerCommand(host, 'rm', '-f', stranger);
    }
  });

  test('a service is stopped, started, and found again after it was made anew', async () => {
    await using stack = await startComposeStack({ host, compose, files });
    const docker = await connect();
    const { Id: id } = await stack.container('db');
    await stopContainer(docker, id);
    expect((await inspectContainer(docker, id)).State).toMatchObject({ Running: false, Status: 'exited' });
    await stopContainer(docker, id);
    await startContainer(docker, id);
    await startContainer(docker, id);
    expect((await inspectContainer(docker, id)).State.Running).toBe(true);

    await stack.compose('rm', '--stop', '--force', 'db');
    const wanted = { containerId: id, project: stack.project, service: 'db', number: 1 };
    expect(await findAgain(docker, wanted)).toBeNull();
    await stack.compose('up', '--detach', 'db');
    const again = await findAgain(docker, wanted);
    expect(again?.Id).toBe((await stack.container('db')).Id);
    expect(again?.Id).not.toBe(id);
  });

  test('a volume and a bind mount are read as plain tar, and no helper stays', async () => {
    await using stack = await startComposeStack({ host, compose, files });
    const docker = await connect();
    await stack.exec(
      'db',
      'sh',
      '-c',
      'mkdir -p /data/d && echo hello >/data/d/f && chown 7:8 /data/d/f && chmod 640 /data/d/f && ln -s f /data/d/l',
    );
    const { Image: imageId } = await inspectContainer(docker, (await stack.container('db')).Id);
    const access = { imageId, jobId: 'job-read', signal: AbortSignal.timeout(30_000) };
    const volume = readTree(docker, { ...access, mount: { type: 'volume', source: `${stack.project}_data` } });
    const listing = await expectCommand('tar', ['-tv', '--numeric-owner'], { input: volume });
    expect(listing).toMatch(/^drwxr-xr-x 0\/0 .* \.\/$/mu);
    expect(listing).toMatch(/^-rw-r----- 7\/8 +6 .* \.\/d\/f$/mu);
    expect(listing).toMatch(/\.\/d\/l -> f$/mu);
    const bind = readTree(docker, { ...access, mount: { type: 'bind', source: `${stack.folder}/files` } });
    const closed = once(bind, 'close');
    expect(await expectCommand('tar', ['-t'], { input: bind })).toBe('./\n./a.txt\n');
    await closed;
    expect(await listContainers(docker, label.job)).toEqual([]);
  });
});
