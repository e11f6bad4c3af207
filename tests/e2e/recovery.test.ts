import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { startComposeStack } from '../support/compose-stack.ts';
import { volumePath } from '../support/lifeboat.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const host = inject('dockerHost');
const compose = `
version: "3.8"
services:
  web: { image: ${inject('busyboxImage')}, volumes: ["data:/data"] }
  spare: { image: ${inject('busyboxImage')}, volumes: ["data:/data"] }
volumes: { data: {} }
`;

/** Enough that a copy of it is met on its way. */
const bytes = 512 * 1024 * 1024;

test('killed while services are stopped: the next start brings back what ran, nothing else, and says so', async () => {
  await using home = await tempHome();
  await using stack = await startComposeStack({ host, compose });
  await stack.compose('stop', '--timeout', '1', 'spare');
  await writeFile(join(await volumePath(host, `${stack.project}_data`), 'large'), randomBytes(bytes));
  const env = { DOCKER_HOST: host };
  {
    await using panel = await openPanel({ home: home.path, env });
    const { id } = await panel.call('stacks.add', { kind: 'project', project: stack.project });
    const request = { stack: id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
    const { jobId } = await panel.call('backups.start', request);
    await until('the copy has begun', async () => {
      const { job } = await panel.call('jobs.get', { job: jobId });
      if (job.endedAt !== null) throw new Error(`the backup was over too soon: ${job.status}`);
      return job.progress.phase === 'copying' ? true : null;
    });
    await panel.kill();
    expect((await stack.container('web')).State.Running).toBe(false);
  }
  await using panel = await openPanel({ home: home.path, env });
  expect((await stack.container('web')).State.Running).toBe(true);
  expect((await stack.container('spare')).State.Running).toBe(false);
  const { recovery } = await panel.call('panel.state');
  expect(recovery.started.map(({ service }) => service)).toEqual(['web']);
  expect(recovery).toMatchObject({ owed: [], jobs: [{ kind: 'backup', outcome: 'interrupted' }] });
  const { text } = createTranslator('en');
  await panel.page.getByText(text('panel.recovery.title')).waitFor();
  await panel.page.getByText(text('panel.recovery.started', { services: 'web' })).waitFor();
  const [stackView] = await panel.call('stacks.list');
  expect(stackView).toMatchObject({ lastGood: null, openJob: null });
});

test('SIGTERM while services are stopped: they are back before it ends', async () => {
  await using home = await tempHome();
  await using stack = await startComposeStack({ host, compose });
  await writeFile(join(await volumePath(host, `${stack.project}_data`), 'large'), randomBytes(bytes));
  {
    await using panel = await openPanel({ home: home.path, env: { DOCKER_HOST: host } });
    const { id } = await panel.call('stacks.add', { kind: 'project', project: stack.project });
    const request = { stack: id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
    const { jobId } = await panel.call('backups.start', request);
    await until('web is stopped', async () => ((await stack.container('web')).State.Running ? null : true));
    expect((await panel.call('jobs.get', { job: jobId })).job.endedAt).toBe(null);
  }
  expect((await stack.container('web')).State.Running).toBe(true);
  expect((await stack.container('spare')).State.Running).toBe(true);
});
