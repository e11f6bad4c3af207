import type { Panel } from '../support/panel.ts';
import type { Camera } from './camera.ts';

/** What backups of a stack with a database server hold in each mode, what can be left out, and a rollback to its dumps. */
export async function shootDatabases(panel: Panel, shoot: Camera, project: string): Promise<void> {
  const { page, call, jobSucceeds } = panel;
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const { id } = await call('stacks.add', { kind: 'project', project });
  await page.getByRole('navigation').getByText(project).click();
  await tab('Coverage');
  await page.getByText('Hot: dumped').first().waitFor();
  await shoot(panel, 'coverage-databases');

  await button('Backup now').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Hot/u }).check({ force: true });
  await dialog.getByText(/^Dumped instead of copied/u).waitFor();
  await shoot(panel, 'backup-hot');
  await dialog.getByRole('radio', { name: /^Cold, with/u }).check({ force: true });
  await dialog.getByText('writer, db').waitFor();
  await shoot(panel, 'backup-dumps');
  await page.keyboard.press('Escape');
  const request = { stack: id, type: 'manual', images: false, format: 'zstd', level: 3, appVersion: '2.3.1' } as const;
  await jobSucceeds(await call('backups.start', { ...request, mode: 'cold+dump' }));
  await jobSucceeds(await call('backups.start', { ...request, mode: 'hot' }));
  await tab('Backups');
  await page.getByRole('row').nth(1).click();
  await page.getByText('SHA-256 of the manifest').waitFor();
  await page.getByRole('dialog').getByText('db/shop').scrollIntoViewIfNeeded();
  await shoot(panel, 'backup-details-databases');
  await page.keyboard.press('Escape');

  await tab('Settings');
  await page.getByRole('checkbox', { name: /^database\/db\/wiki/u }).uncheck({ force: true });
  await button('Save what is backed up').scrollIntoViewIfNeeded();
  await shoot(panel, 'settings-databases');
  await button('Save what is backed up').click();
  await tab('Coverage');
  await page.getByText('Excluded: not dumped from now on').waitFor();
  await shoot(panel, 'coverage-left-out');

  await button('Roll back…').click();
  await page.getByRole('option').first().click();
  await button('Show the plan').click();
  await page.getByText('Stops', { exact: true }).waitFor();
  await shoot(panel, 'rollback-databases');
  await page.getByRole('textbox', { name: /^Type the name/u }).scrollIntoViewIfNeeded();
  await shoot(panel, 'rollback-databases-end');
  await page.keyboard.press('Escape');
}
