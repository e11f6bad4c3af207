import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { startComposeStack } from '../support/compose-stack.ts';
import { volumePath } from '../support/lifeboat.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

const host = inject('dockerHost');
const compose = `
version: "3.8"
services:
  web:
    image: ${inject('busyboxImage')}
    volumes: ["data:/data"]
volumes: { data: {} }
`;

/** A button that can be pressed: in the dialog where one is open, else on the page. */
function button({ page }: Panel, name: string | RegExp) {
  return page.getByRole('button', { name }).first();
}

test('backup now, choose, confirm, undo, export: clicked through on a real Compose stack', async () => {
  await using home = await tempHome();
  await using stack = await startComposeStack({ host, compose });
  const note = join(await volumePath(host, `${stack.project}_data`), 'note');
  await writeFile(note, 'first');
  await using panel = await openPanel({ home: home.path, env: { DOCKER_HOST: host } });
  const { page } = panel;
  const rail = page.getByRole('navigation');

  await button(panel, 'Add a stack').click();
  await page.getByRole('dialog').getByText(stack.project).first().click();
  await button(panel, 'Add the project').click();
  await page.getByRole('heading', { name: stack.project }).waitFor();

  await button(panel, 'Backup now').click();
  const backUp = page.getByRole('dialog', { name: `Back up ${stack.project}` });
  await backUp.getByText('web').first().waitFor();
  await backUp.getByLabel('Application version').fill('1.0.0');
  const start = backUp.getByRole('button', { name: `Back up ${stack.project}` });
  const noteField = backUp.getByRole('textbox', { name: 'Note', exact: true });
  await noteField.fill('tab\tinside');
  await backUp.getByText('The note has a character that cannot be shown: U+0009.').waitFor();
  expect(await start.isDisabled()).toBe(true);
  await noteField.fill('before the new theme');
  // Typing asks for no new preview, so there is nothing to wait for.
  expect(await start.isDisabled()).toBe(false);
  await start.click();
  await page.getByRole('grid').getByText('Verified').waitFor();
  expect((await stack.container('web')).State.Running).toBe(true);
  const search = page.getByRole('textbox', { name: 'Version, name or note' });
  await search.fill('no such words');
  await page.getByText('No backup fits these filters.').waitFor();
  await search.fill('NEW theme');
  await page.getByRole('grid').getByText('before the new theme').click();
  await page.getByRole('dialog').getByText('before the new theme').waitFor();
  await button(panel, 'Close').click();

  await writeFile(note, 'second');
  await button(panel, 'Roll back…').click();
  const choose = page.getByRole('dialog', { name: `Roll ${stack.project} back to which backup?` });
  await choose.getByRole('textbox', { name: 'Search' }).fill('theme');
  await choose.getByText('before the new theme').first().click();
  await choose.getByRole('button', { name: 'Show the plan' }).click();
  const confirm = page.getByRole('alertdialog', { name: new RegExp(`^Roll ${stack.project} back to .*\\?$`, 'u') });
  const go = confirm.getByRole('button', { name: new RegExp(`^Roll back ${stack.project} to`, 'u') });
  await confirm.getByText('Stops', { exact: true }).waitFor();
  const typed = confirm.getByRole('textbox', { name: /Type the name of the stack/u });
  await typed.fill(`${stack.project}x`);
  expect((await go.isDisabled()) || (await go.getAttribute('aria-disabled')) === 'true').toBe(true);
  await typed.fill(stack.project);
  await go.click();
  await page.getByText(`${stack.project} is rolled back to`).waitFor({ timeout: 60_000 });
  expect(await readFile(note, 'utf8')).toBe('first');
  expect((await stack.container('web')).State.Running).toBe(true);

  await button(panel, 'Undo the rollback').click();
  await button(panel, `Undo the rollback of ${stack.project}`).click();
  await page.getByText(`The rollback of ${stack.project} is undone`).waitFor({ timeout: 60_000 });
  expect(await readFile(note, 'utf8')).toBe('second');
  expect((await stack.container('web')).State.Running).toBe(true);
  await button(panel, 'Close').click();

  await rail.getByText(stack.project).click();
  await panel.answerDialogs(home.beside);
  await page.getByRole('button', { name: /^Acts on backup_manual_v1\.0\.0/u }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  await button(panel, 'Choose a folder…').click();
  await page.getByText(home.beside).waitFor();
  await button(panel, /^Export [\d.]+ /u).click();
  await page.getByText('Export complete:').waitFor();
  expect((await readdir(home.beside)).some((name) => name.includes('backup_manual_v1.0.0'))).toBe(true);
  expect(panel.faults).toEqual([]);
});

test('a backup that is cancelled in the middle leaves the services running', async () => {
  await using home = await tempHome();
  await using stack = await startComposeStack({ host, compose });
  const data = await volumePath(host, `${stack.project}_data`);
  await writeFile(join(data, 'large'), Buffer.alloc(400_000_000, 'incompressible? no, but long enough'));
  await using panel = await openPanel({ home: home.path, env: { DOCKER_HOST: host } });
  const { page } = panel;
  const { id } = await panel.call('stacks.add', { kind: 'project', project: stack.project });
  await page.getByRole('navigation').getByText(stack.project).click();
  await panel.call('backups.start', {
    stack: id,
    type: 'manual',
    mode: 'cold',
    images: false,
    format: 'gzip',
    level: 9,
  });
  await page.getByText('Copying data').first().waitFor();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Cancel/u })
    .click();
  await page.getByRole('grid').getByText('Cancelled').waitFor({ timeout: 60_000 });
  expect((await stack.container('web')).State.Running).toBe(true);
  expect(await panel.call('backups.list', { stack: id })).toMatchObject([{ status: 'cancelled', path: null }]);
});
