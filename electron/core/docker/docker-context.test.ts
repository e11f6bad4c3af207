import { createHash } from 'node:crypto';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveEndpoint } from './docker-context.ts';

interface Context {
  readonly host: string;
  readonly tls?: boolean;
  readonly skipVerification?: boolean;
}

async function homeWith(contexts: Readonly<Record<string, Context>>, current?: string) {
  const home = await mkdtempDisposable(join(tmpdir(), 'lb-context-'));
  const docker = join(home.path, '.docker');
  await mkdir(docker);
  if (current !== undefined) await writeFile(join(docker, 'config.json'), JSON.stringify({ currentContext: current }));
  for (const [name, { host, tls, skipVerification }] of Object.entries(contexts)) {
    const id = createHash('sha256').update(name).digest('hex');
    const meta = { Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: skipVerification ?? false } } };
    await mkdir(join(docker, 'contexts/meta', id), { recursive: true });
    await writeFile(join(docker, 'contexts/meta', id, 'meta.json'), JSON.stringify(meta));
    if (tls === true) await mkdir(join(docker, 'contexts/tls', id, 'docker'), { recursive: true });
  }
  return home;
}

describe('the engine that the docker command would talk to', () => {
  test('is the platform’s default when nothing says otherwise', async () => {
    await using home = await homeWith({});
    expect((await resolveEndpoint({}, home.path, 'linux')).text).toBe('unix:///var/run/docker.sock');
    expect((await resolveEndpoint({}, home.path, 'win32')).text).toBe('npipe:////./pipe/docker_engine');
  });

  test('is DOCKER_HOST before any context', async () => {
    await using home = await homeWith({ remote: { host: 'ssh://a' } }, 'remote');
    const env = { DOCKER_HOST: 'unix:///x/sock', DOCKER_CONTEXT: 'remote' };
    expect((await resolveEndpoint(env, home.path)).text).toBe('unix:///x/sock');
  });

  test('is DOCKER_CONTEXT before the current context', async () => {
    await using home = await homeWith({ one: { host: 'unix:///one' }, two: { host: 'unix:///two' } }, 'one');
    expect((await resolveEndpoint({}, home.path)).text).toBe('unix:///one');
    expect((await resolveEndpoint({ DOCKER_CONTEXT: 'two' }, home.path)).text).toBe('unix:///two');
    expect((await resolveEndpoint({ DOCKER_CONTEXT: 'default' }, home.path, 'linux')).text).toBe(
      'unix:///var/run/docker.sock',
    );
  });

  test('has the certificates of its context or of DOCKER_CERT_PATH', async () => {
    await using home = await homeWith({ far: { host: 'tcp://10.0.0.1:2376', tls: true } }, 'far');
    expect(await resolveEndpoint({}, home.path)).toMatchObject({ kind: 'tls', host: '10.0.0.1' });
    const env = { DOCKER_HOST: 'tcp://10.0.0.2:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(await resolveEndpoint(env, home.path)).toMatchObject({
      kind: 'tls',
      host: '10.0.0.2',
      certificates: '/certs',
    });
  });

  test('is refused when it would be plain, or encrypted to nobody in particular', async () => {
    await using home = await homeWith({
      plain: { host: 'tcp://10.0.0.1:2375' },
      unverified: { host: 'tcp://10.0.0.1:2376', tls: true, skipVerification: true },
    });
    for (const context of ['plain', 'unverified']) {
      await expect(resolveEndpoint({ DOCKER_CONTEXT: context }, home.path)).rejects.toMatchObject({
        code: 'DOCKER_ENDPOINT_INSECURE',
      });
    }
    await expect(resolveEndpoint({ DOCKER_HOST: '10.0.0.1:2375' }, home.path)).rejects.toMatchObject({
      code: 'DOCKER_ENDPOINT_INSECURE',
    });
  });

  test('says what is wrong with its files', async () => {
    await using home = await homeWith({});
    await expect(resolveEndpoint({ DOCKER_CONTEXT: 'gone' }, home.path)).rejects.toMatchObject({
      code: 'DOCKER_CONTEXT_NOT_FOUND',
    });
    await writeFile(join(home.path, '.docker/config.json'), '{ not json');
    await expect(resolveEndpoint({}, home.path)).rejects.toMatchObject({ code: 'DOCKER_ENDPOINT_INVALID' });
  });
});
