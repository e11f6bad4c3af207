import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { connectDocker } from '../../electron/core/docker/client.ts';
import { inspectContainer } from '../../electron/core/docker/containers.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { anyLocalImage, chooseHelperImage } from '../../electron/core/docker/helper-image.ts';
import { listVolumes, readTree } from '../../electron/core/docker/volumes.ts';
import { docker as dockerCommand, startDockerEngine } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { importBusybox } from '../support/images.ts';
import { tempFolder } from '../support/temp-folder.ts';

const host = dockerHost();
const image = inject('busyboxImage');

async function toEnd(chunks: AsyncIterator<unknown>): Promise<void> {
  while ((await chunks.next()).done !== true);
}

describe('the connection to an engine', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('that is not there is refused at once', async () => {
    await expect(connectDocker(parseEndpoint('unix:///nonexistent/sock'))).rejects.toMatchObject({
      code: 'DOCKER_UNREACHABLE',
    });
    await expect(connectDocker(parseEndpoint('tcp://127.0.0.1:9'))).rejects.toMatchObject({
      code: 'DOCKER_UNREACHABLE',
    });
  });

  test('does not listen to the environment', async () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:9');
    expect((await connectDocker(parseEndpoint(host))).serverVersion).toMatch(/^\d+\.\d+/u);
  });

  test('goes through the system’s ssh, with operands that cannot be options', async () => {
    await using folder = await tempFolder();
    const script = `#!/bin/sh\necho "$@" >'${folder.path}/args'\nexec docker -H ${host} system dial-stdio\n`;
    await writeFile(join(folder.path, 'ssh'), script);
    await chmod(join(folder.path, 'ssh'), 0o755);
    vi.stubEnv('PATH', `${folder.path}${delimiter}${process.env['PATH'] ?? ''}`);
    const docker = await connectDocker(parseEndpoint('ssh://me@far.example:2222'));
    expect(await listVolumes(docker)).toBeInstanceOf(Array);
    expect(await readFile(join(folder.path, 'args'), 'utf8')).toMatch(
      / -l me -p 2222 -- far\.example docker system dial-stdio\n$/u,
    );

    await writeFile(join(folder.path, 'ssh'), '#!/bin/sh\necho "Permission denied (publickey)." >&2\nexit 255\n');
    await expect(connectDocker(parseEndpoint('ssh://far.example'))).rejects.toMatchObject({
      code: 'DOCKER_UNREACHABLE',
      params: { detail: 'Permission denied (publickey).' },
    });
  });

  test('tells a container that is not there from an engine that is not', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    await expect(inspectContainer(docker, 'nothing')).rejects.toMatchObject({ code: 'DOCKER_CALL_FAILED' });
  });

  test('notices an engine that hangs, and one that dies in the middle of a copy', async () => {
    await using engine = await startDockerEngine();
    await importBusybox(engine.host);
    const endpoint = parseEndpoint(engine.host);
    const docker = await connectDocker(endpoint);
    const mib = 64;
    const fill = [
      'run',
      '--rm',
      '--network',
      'none',
      '-v',
      'big:/big',
      image,
      'dd',
      'if=/dev/zero',
      'of=/big/x',
      'bs=1M',
      `count=${mib}`,
    ];
    await dockerCommand(engine.host, ...fill);
    const mount = { type: 'volume' as const, source: 'big' };
    const access = { mount, imageId: await anyLocalImage(docker, []), jobId: 'j', signal: AbortSignal.timeout(60_000) };
    expect((await buffer(readTree(docker, access))).length).toBeGreaterThan(mib * 1024 * 1024);

    const pid = Number(await readFile(engine.host.replace(/^unix:\/\/(.*)\/s$/u, '$1/p'), 'utf8'));
    process.kill(pid, 'SIGSTOP');
    const call = { what: 'ask', method: 'GET', path: '/info', limitMs: 300 } as const;
    await expect(docker.tell(call)).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE' });
    const abort = new AbortController();
    const cancelled = docker.tell({ ...call, limitMs: 60_000, signal: abort.signal });
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    process.kill(pid, 'SIGCONT');

    // What the buffers between do not hold is still with the engine when it dies.
    const reading = readTree(docker, access)[Symbol.asyncIterator]();
    await reading.next();
    await engine.crash();
    await expect(toEnd(reading)).rejects.toMatchObject({ code: 'DOCKER_LOST' });
  });
});

describe('volumes that are not there', () => {
  test('are not made by reading them', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    const access = { imageId: await anyLocalImage(docker, []), jobId: 'j', signal: AbortSignal.timeout(30_000) };
    const volume = readTree(docker, { ...access, mount: { type: 'volume', source: 'never-made' } });
    await expect(buffer(volume)).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
    expect((await listVolumes(docker)).map(({ Name: name }) => name)).not.toContain('never-made');
    const bind = readTree(docker, { ...access, mount: { type: 'bind', source: '/never/made' } });
    await expect(buffer(bind)).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
  });
});

describe('the helper image', () => {
  test('is one with the tools, and its absence is said with their names', async () => {
    await using engine = await startDockerEngine();
    const docker = await connectDocker(parseEndpoint(engine.host));
    await expect(anyLocalImage(docker, [])).rejects.toMatchObject({ code: 'HELPER_IMAGE_MISSING' });
    await using folder = await tempFolder();
    await writeFile(join(folder.path, 'x.tar'), Buffer.alloc(10_240));
    await dockerCommand(engine.host, 'import', join(folder.path, 'x.tar'), 'bare:1');
    const bare = await anyLocalImage(docker, []);
    await expect(chooseHelperImage(docker, [bare], 'j')).rejects.toMatchObject({ code: 'HELPER_IMAGE_MISSING' });
    await importBusybox(engine.host);
    expect(await chooseHelperImage(docker, [bare], 'j')).not.toBe(bare);
  });
});
