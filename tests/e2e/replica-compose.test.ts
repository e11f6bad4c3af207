import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { startComposeStack } from '../support/compose-stack.ts';
import { volumePath } from '../support/lifeboat.ts';
import { openPanel } from '../support/panel.ts';
import { sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';
import { tempHome } from '../support/temp-home.ts';

const { text } = createTranslator('en');
const host = inject('dockerHost');
const compose = `
version: "3.8"
services:
  web:
    image: ${inject('busyboxImage')}
    volumes: ["data:/data"]
volumes: { data: {} }
`;
/** Signed and encrypted, and nothing but the newest protocol. */
const strictest = { global: { ...sambaSetUps.signed, ...sambaSetUps.encrypted, 'server min protocol': 'SMB3_11' } };
const place = {
  kind: 'smb',
  host: '127.0.0.1',
  share: 'share',
  folder: '',
  domain: '',
  user: sambaUser.user,
  allowOld: false,
} as const;
const settings = { name: 'NAS', required: true, limit: null, retention: { days: null, count: 30 } };

test('a Compose stack goes to the strictest share, is lost here, and comes back from there', async () => {
  await using home = await tempHome();
  await using samba = await startSamba(strictest);
  await using stack = await startComposeStack({ host, compose });
  const letter = join(await volumePath(host, `${stack.project}_data`), 'letter');
  await writeFile(letter, 'dear reader');
  await using panel = await openPanel({ home: home.path, env: { DOCKER_HOST: host, LIFEBOAT_SECRETS: 'key-file' } });
  const { page } = panel;
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const { id } = await panel.call('stacks.add', { kind: 'project', project: stack.project });
  const { password } = sambaUser;
  await panel.call('replicas.add', { stack: id, place: { ...place, port: samba.port }, password, settings });
  await page.getByRole('navigation').getByText(stack.project).click();

  await button(text('panel.stack.backUp')).click();
  await button(text('panel.backup.act', { stack: stack.project })).click();
  const verified = text('panel.replica.named', { target: 'NAS', state: text('panel.replica.copyState.verified') });
  await page.getByRole('grid').getByRole('img', { name: verified }).waitFor({ timeout: 60_000 });
  expect((await stack.container('web')).State.Running).toBe(true);
  const [backup] = await panel.call('backups.list', { stack: id });
  const name = backup?.name ?? '';
  const there = await samba.client(`ls ${name}/*; ls ${name}/volumes/*; ls _tmp/*`);
  for (const file of ['manifest.json', 'replication_manifest.json', 'DONE', 'data.tar.zst'])
    expect(there).toContain(file);
  expect(there).not.toContain('job_');

  await writeFile(letter, 'lost');
  await rm(backup?.path ?? '', { recursive: true });
  await button(text('panel.stack.rollBack')).click();
  await page.getByRole('option').first().click();
  await button(text('panel.replica.fetchFirst')).click();
  await button(text('panel.rollback.choose.next')).click();
  const typed = text('panel.rollback.confirm.type', { stack: stack.project });
  await page.getByRole('textbox', { name: typed, exact: true }).fill(stack.project);
  await button(new RegExp(`^Roll back ${stack.project} to`, 'u')).click();
  await page.getByText(`${stack.project} is rolled back to`).waitFor({ timeout: 60_000 });
  expect(await readFile(letter, 'utf8')).toBe('dear reader');
  expect((await stack.container('web')).State.Running).toBe(true);
  expect(panel.faults).toEqual([]);
});
