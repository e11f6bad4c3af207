import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { startComposeStack } from '../support/compose-stack.ts';
import { volumePath } from '../support/lifeboat.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

const host = inject('dockerHost');
const image = inject('busyboxImage');
const compose = `
version: "3.8"
services:
  web: { image: ${image}, volumes: ["data:/data"] }
  thumbs: { image: ${image}, volumes: ["cache:/cache"] }
volumes: { data: {}, cache: {} }
`;

test('what a stack’s settings leave out is in no backup, and a rollback does not touch it', async () => {
  await using home = await tempHome();
  await using stack = await startComposeStack({ host, compose });
  const [note, thumb] = await Promise.all(
    ['data', 'cache'].map(async (volume) => join(await volumePath(host, `${stack.project}_${volume}`), 'file')),
  );
  if (note === undefined || thumb === undefined) throw new Error('a volume has no path');
  await Promise.all([note, thumb].map(async (file) => writeFile(file, 'before')));
  await using panel = await openPanel({ home: home.path, env: { DOCKER_HOST: host } });
  const { page } = panel;
  const { id } = await panel.call('stacks.add', { kind: 'project', project: stack.project });
  await page.getByRole('navigation').getByText(stack.project).click();

  await page.getByRole('tab', { name: 'Settings' }).click();
  const save = page.getByRole('button', { name: 'Save what is backed up' });
  const cache = page.getByRole('checkbox', { name: /^volume\/cache/u });
  await cache.waitFor();
  expect(await save.isDisabled()).toBe(true);
  await cache.uncheck({ force: true });
  await page.getByText('It is in no backup from now on.').waitFor();
  await page.getByRole('button', { name: /Format$/u }).click();
  await page.getByRole('option', { name: /^gzip/u }).click();
  await save.click();
  await expect.poll(async () => save.isDisabled()).toBe(true);
  expect(await panel.call('stacks.list')).toMatchObject([
    { backup: { format: 'gzip', level: 6, leftOut: ['volume/cache'] } },
  ]);

  await page.getByRole('tab', { name: 'Coverage' }).click();
  await page.getByText('Excluded: in no backup from now on').waitFor();
  await page.getByText('Not in a backup yet').first().waitFor();

  await page.getByRole('button', { name: 'Backup now' }).first().click();
  const dialog = page.getByRole('dialog', { name: `Back up ${stack.project}` });
  await dialog.getByText('Not in it: volume/cache').waitFor();
  await dialog.getByRole('button', { name: `Back up ${stack.project}` }).click();
  await page.getByRole('tab', { name: 'Backups' }).click();
  await page.getByRole('grid').getByText('Verified').waitFor({ timeout: 60_000 });
  const [backup] = await panel.call('backups.list', { stack: id });
  expect(backup).toMatchObject({ format: 'gzip', level: 6, verified: true });
  expect(backup?.sources.flatMap(({ id, kind }) => (kind === 'config' ? [] : id))).toEqual(['volume/data']);

  await Promise.all([note, thumb].map(async (file) => writeFile(file, 'after')));
  const wish = { backup: backup?.id ?? '', scope: 'full' as const, only: [], exclude: [], safetyBackup: true };
  const { token, facts } = await panel.call('rollback.plan', wish);
  expect(facts.keeps).toContainEqual({ what: 'volume/cache', reason: 'not-in-backup' });
  const begun = await panel.call('rollback.start', { token, typed: stack.project, acceptMajorVersion: false });
  await panel.jobSucceeds(begun);
  expect([await readFile(note, 'utf8'), await readFile(thumb, 'utf8')]).toEqual(['before', 'after']);

  const everything = { stack: id, format: 'gzip' as const, level: 6, leftOut: ['volume/cache', 'volume/data'] };
  expect(await panel.refusal('stacks.setBackupSettings', everything)).toMatchObject({ code: 'LEFT_OUT_ALL' });
  expect(panel.faults).toEqual([]);
});
