import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { docker } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { helpersLeft, jobAnswer, type Lifeboat, lifeboat, volumePath } from '../support/lifeboat.ts';
import { tempHome } from '../support/temp-home.ts';
import { listTree } from '../support/tree-listing.ts';
import { until } from '../support/until.ts';

const host = dockerHost();
const image = inject('busyboxImage');

/** Both need \`good\` in their volume: one reports itself unhealthy without it, one ends at once. */
const compose = `
version: "3.8"
services:
  sick:
    image: ${image}
    volumes: ["sick:/data"]
    healthcheck: { test: ["CMD", "grep", "-q", "good", "/data/state"], interval: 1s, retries: 2 }
  fragile:
    image: ${image}
    command: ["sh", "-c", "grep -q good /data/state || exit 3; trap 'exit 0' TERM; while :; do sleep 3600 & wait $$!; done"]
    volumes: ["fragile:/data"]
    depends_on: [sick]
volumes: { sick: {}, fragile: {} }
`;

describe('a rollback to data on which a service does not come up', () => {
  let stack: ComposeStack;
  let boat: Lifeboat;
  const roots: Record<string, string> = {};
  const resources = new AsyncDisposableStack();

  async function write(state: string): Promise<void> {
    for (const root of Object.values(roots)) await writeFile(join(root, 'state'), `${state}\n`);
  }

  async function healthOf(service: string): Promise<string> {
    const { Id } = await stack.container(service);
    return (
      await docker(host, 'inspect', '--format', '{{.State.Running}} {{with .State.Health}}{{.Status}}{{end}}', Id)
    ).trim();
  }

  async function untilUp(): Promise<void> {
    await until('the services are healthy', async () => ((await healthOf('sick')) === 'true healthy' ? true : null));
  }

  beforeAll(async () => {
    stack = resources.use(await startComposeStack({ host, compose }));
    const home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    for (const name of ['sick', 'fragile']) roots[name] = await volumePath(host, `${stack.project}_${name}`);
    const args = ['--compose', stack.composeFile, '--name', 'app', '--storage', home.beside];
    await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
    // Backed up while nothing runs, so nobody minds what the data is.
    await stack.compose('stop');
    await write('bad');
    await boat.backup('app');
    await write('good');
    await stack.compose('start');
    await untilUp();
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  test.for([
    ['sick', 'fails its health check', 'unhealthy', 'en_US.UTF-8', 'data from before is live again', 'latest'],
    ['fragile', 'ends at once', 'exit code 3', 'zh_CN.UTF-8', '已恢复', 'latest'],
  ] as const)(
    '%s %s: the old data is live again, the services are up, and it is said',
    async ([service, , reason, language, sentence]) => {
      const [pack] = (await boat.list('app')).filter(({ type }) => type === 'manual');
      const root = roots[service] ?? '';
      const before = await listTree(root);
      const other = lifeboat(boat.home, { DOCKER_HOST: host, LANG: language });

      const end = await other.run('rollback', pack?.id ?? '', '--only', `volume/${service}`, '--yes');

      expect(end.code).toBe(exitCode.failed);
      expect(end.stderr).toContain('ROLLBACK_UNDONE');
      expect(end.stderr).toContain(reason);
      expect(end.stderr).toContain(service);
      expect(end.stderr).toContain(sentence);
      expect(await healthOf('sick')).toBe('true healthy');
      expect(await healthOf('fragile')).toBe('true');
      expect(await listTree(root)).toEqual(before);
      expect(await helpersLeft(host)).toEqual([]);
      const jobs = await boat.answer(z.array(jobAnswer), 'jobs');
      expect(jobs.find(({ kind }) => kind === 'rollback')).toMatchObject({
        status: 'failed',
        errorCode: 'ROLLBACK_UNDONE',
      });
      const [safety] = await boat.list('app');
      expect(safety).toMatchObject({ type: 'pre-rollback', status: 'succeeded', verified: true });
    },
  );
});
