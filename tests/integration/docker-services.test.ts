import { describe, expect, inject, test } from 'vitest';
import { connectDocker } from '../../electron/core/docker/client.ts';
import { inspectContainer, listContainers, stopContainer } from '../../electron/core/docker/containers.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { createHelper, removeHelpers } from '../../electron/core/docker/helper-container.ts';
import { anyLocalImage } from '../../electron/core/docker/helper-image.ts';
import { label } from '../../electron/core/docker/project-labels.ts';
import { waitHealthy } from '../../electron/core/docker/service-health.ts';
import { docker as dockerCommand } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';

const host = dockerHost();
const image = inject('busyboxImage');
const options = { limitMs: 30_000, signal: AbortSignal.timeout(60_000) };

async function run(...args: readonly string[]): Promise<{ readonly id: string } & AsyncDisposable> {
  const id = (await dockerCommand(host, 'run', '--detach', '--network', 'none', ...args)).trim();
  const remove = async (): Promise<void> => {
    await dockerCommand(host, 'rm', '--force', '--volumes', id);
  };
  return { id, [Symbol.asyncDispose]: remove };
}

describe('stopping a container', () => {
  test('waits as long as it asks for, and ends it then', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    await using deaf = await run('--stop-timeout', '1', image, 'sh', '-c', "trap '' TERM; while :; do sleep 1; done");
    await stopContainer(docker, deaf.id);
    expect((await inspectContainer(docker, deaf.id)).State).toMatchObject({ Running: false, ExitCode: 137 });
  });

  test('is refused when it would delete it', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    await using transient = await run('--rm', '--name', 'transient', image);
    await expect(stopContainer(docker, transient.id)).rejects.toMatchObject({
      code: 'SERVICE_STOP_FAILED',
      params: { service: 'transient' },
    });
    expect((await inspectContainer(docker, transient.id)).State.Running).toBe(true);
  });
});

describe('waiting for services', () => {
  test('ends when they are healthy, or run steadily, or have done their work', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    await using healthy = await run('--health-cmd', 'true', '--health-interval', '1s', image);
    await using steady = await run(image);
    await using done = await run(image, 'true');
    await waitHealthy(docker, [healthy.id, steady.id, done.id], options);
    expect((await inspectContainer(docker, healthy.id)).State.Health?.Status).toBe('healthy');
  });

  test('fails with the name and state of the one that is unhealthy, keeps crashing, or is gone', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    const check = ['--health-cmd', 'false', '--health-interval', '1s', '--health-retries', '1'];
    await using sick = await run('--name', 'sick', ...check, image);
    await expect(waitHealthy(docker, [sick.id], options)).rejects.toMatchObject({
      code: 'SERVICE_NOT_BACK',
      params: { services: 'sick', detail: 'sick: running, unhealthy' },
    });
    await using crashing = await run('--name', 'crashing', '--restart', 'always', image, 'false');
    const soon = { ...options, limitMs: 3_000 };
    await expect(waitHealthy(docker, [crashing.id], soon)).rejects.toMatchObject({ params: { services: 'crashing' } });
    await expect(waitHealthy(docker, ['gone'], soon)).rejects.toMatchObject({ code: 'SERVICE_NOT_BACK' });
  });
});

test('helpers of dead jobs are removed, those of others stay', async () => {
  const docker = await connectDocker(parseEndpoint(host));
  const imageId = await anyLocalImage(docker, []);
  await using alive = await createHelper(docker, { jobId: 'alive', imageId, mount: null, writable: false });
  await createHelper(docker, { jobId: 'dead', imageId, mount: null, writable: false });
  expect(await removeHelpers(docker, (jobId) => jobId === 'dead')).toBe(1);
  expect((await listContainers(docker, label.job)).map(({ Id: id }) => id)).toEqual([alive.id]);
});
