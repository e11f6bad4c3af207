import type { Panel } from '../support/panel.ts';
import { until } from '../support/until.ts';
import type { Camera } from './camera.ts';

/** Before the first stack, and the ways to it. */
export async function shootFirstStack(panel: Panel, shoot: Camera, folder: string): Promise<void> {
  const { page } = panel;
  await page.getByText(/Found on this machine/u).waitFor();
  await shoot(panel, 'overview-empty');
  await page.getByRole('button', { name: 'Choose a project' }).click();
  await page.getByRole('dialog').getByText('shop-wiki').first().click();
  await shoot(panel, 'add-project');
  await page.getByRole('radio', { name: /^Folders/u }).check({ force: true });
  await panel.answerDialogs(folder);
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await page.getByText(folder).waitFor();
  await shoot(panel, 'add-folder');
  await page.keyboard.press('Escape');
}

/** What can be looked at while nothing runs. */
export async function shootScreens(panel: Panel, shoot: Camera, stack: string): Promise<void> {
  const { page } = panel;
  const rail = page.getByRole('navigation');
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const leave = () => page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 2, name: stack }).waitFor();
  await shoot(panel, 'overview');

  await rail.getByText(stack).click();
  await page.getByRole('grid').getByText('Verified').first().waitFor();
  await shoot(panel, 'stack-backups');
  await page
    .getByRole('button', { name: /^Acts on/u })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Details' }).waitFor();
  await shoot(panel, 'backup-acts');
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await page.getByText('SHA-256 of the manifest').waitFor();
  await shoot(panel, 'backup-details');
  await leave();
  for (const [act, screen] of [
    ['Export…', 'export'],
    ['Delete…', 'delete'],
  ] as const) {
    await page
      .getByRole('button', { name: /^Acts on/u })
      .first()
      .click();
    await page.getByRole('menuitem', { name: act }).click();
    await page.locator('.dialog').waitFor();
    await shoot(panel, screen);
    await leave();
  }
  await page.getByRole('tab', { name: 'Coverage' }).click();
  await page.getByText('Covered since').first().waitFor();
  await shoot(panel, 'stack-coverage');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await shoot(panel, 'stack-settings');
  await button('Remove from Lifeboat…').click();
  await shoot(panel, 'remove');
  await leave();

  await button('Backup now').click();
  await page.getByRole('dialog').getByText('web').first().waitFor();
  await shoot(panel, 'backup');
  await button('More choices').click();
  await shoot(panel, 'backup-more');
  await leave();

  await rail.getByRole('button', { name: /^Jobs/u }).click();
  await page
    .getByRole('button', { name: /failed/iu })
    .first()
    .waitFor();
  await shoot(panel, 'jobs');
  await page
    .getByRole('button', { name: /failed/iu })
    .first()
    .click();
  await page.getByText('Steps').waitFor();
  await shoot(panel, 'job-failed');
  await leave();
  await rail.getByText('Health').click();
  await page.getByText(/^Examined/u).waitFor();
  await shoot(panel, 'health');
  await rail.getByText('Settings').click();
  await shoot(panel, 'settings');
  for (const [at, screen] of ['telling-webhook', 'telling-email'].entries()) {
    await page.getByRole('button', { name: 'Set up…' }).nth(at).click();
    await shoot(panel, screen);
    await leave();
  }
}

/** The overview after nights that were missed, and while the schedules are paused. */
export async function shootMorning(panel: Panel, shoot: Camera): Promise<void> {
  const { page, call } = panel;
  await call('stacks.add', { kind: 'sample' });
  await page.getByText('Planned runs made no backup.').waitFor();
  await page.getByRole('heading', { level: 2, name: 'sample' }).waitFor();
  await shoot(panel, 'overview-morning');
  await call('schedule.pause', { until: null });
  await page.getByRole('button', { name: 'Resume all' }).waitFor();
  await shoot(panel, 'overview-paused');
  await call('schedule.resume');
}

/** A long backup: on its page, on the overview, among the jobs, and in the way of quitting. It still runs at the end. */
export async function shootRunning(panel: Panel, shoot: Camera, stack: string): Promise<void> {
  const { page, app, call } = panel;
  const rail = page.getByRole('navigation');
  const { id } = (await call('stacks.list')).find(({ name }) => name === 'ledger') ?? { id: '' };
  const { jobId } = await call('backups.start', {
    stack: id,
    type: 'manual',
    mode: 'cold',
    images: false,
    format: 'zstd',
    level: 19,
  });
  await until('data is copied', async () => {
    const { progress } = (await call('jobs.get', { job: jobId })).job;
    return progress.phase === 'copying' && progress.doneBytes > 0 ? true : null;
  });
  await shoot(panel, 'stack-running');
  await rail.getByText('Overview').click();
  await page.getByText(stack).first().waitFor();
  await shoot(panel, 'overview-running');
  await rail.getByRole('button', { name: /^Jobs/u }).click();
  await shoot(panel, 'jobs-running');
  await page.keyboard.press('Escape');
  await app.evaluate(({ app }) => {
    app.quit();
  });
  await page.getByRole('alertdialog').waitFor();
  await shoot(panel, 'quit');
}

/** What a start says after a crash. */
export async function shootRecovery(panel: Panel, shoot: Camera): Promise<void> {
  await panel.page.getByText('A run of Lifeboat ended in the middle of its work', { exact: false }).waitFor();
  await shoot(panel, 'recovery');
}
