import type { Panel } from '../support/panel.ts';
import type { Camera } from './camera.ts';

/** Choosing and confirming on one stack, then a rollback of the other with its result, its undo and what it keeps. */
export async function shootRollback(panel: Panel, shoot: Camera, shown: string, rolled: string): Promise<void> {
  const { page } = panel;
  const rail = page.getByRole('navigation');
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  await rail.getByText(shown).click();
  await button('Roll back…').click();
  await page.getByRole('option').first().click();
  await shoot(panel, 'rollback-choose');
  await button('Show the plan').click();
  await page.getByText('Stops', { exact: true }).waitFor();
  await shoot(panel, 'rollback-confirm');
  await page.getByRole('textbox', { name: /^Type the name/u }).scrollIntoViewIfNeeded();
  await page.getByRole('textbox', { name: /^Type the name/u }).fill(shown);
  await shoot(panel, 'rollback-confirm-end');
  await page.keyboard.press('Escape');

  await rail.getByText(rolled).click();
  await button('Roll back…').click();
  await page.getByRole('option', { disabled: false }).first().click();
  await button('Show the plan').click();
  await page.getByRole('textbox', { name: /^Type the name/u }).fill(rolled);
  await button(/^Roll back ledger to/u).click();
  await page.getByRole('button', { name: 'Close; the job goes on' }).waitFor();
  await shoot(panel, 'rollback-progress');
  await page.getByText(`${rolled} is rolled back to`).waitFor({ timeout: 120_000 });
  await shoot(panel, 'rollback-result');
  await button('Undo the rollback').click();
  await shoot(panel, 'rollback-undo');
  await page.keyboard.press('Escape');
  if (await page.getByRole('dialog').isVisible()) await page.keyboard.press('Escape');
  if (await page.getByRole('alertdialog').isVisible()) await page.keyboard.press('Escape');
  await shoot(panel, 'stack-kept');
  await button('Release…').click();
  await shoot(panel, 'release');
  await page.keyboard.press('Escape');
}
