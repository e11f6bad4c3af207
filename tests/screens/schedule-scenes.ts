import type { Panel } from '../support/panel.ts';
import type { Camera } from './camera.ts';

/** The Schedule tab of a stack without a policy, and of `stack` with two and their nights; the editor; the pause. */
export async function shootSchedule(panel: Panel, shoot: Camera, stack: string): Promise<void> {
  const { page, call } = panel;
  const rail = page.getByRole('navigation');
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const sample = await call('stacks.add', { kind: 'sample' });
  await rail.getByText(sample.name).click();
  await page.getByRole('tab', { name: 'Schedule' }).click();
  await button('Every night at 04:00…').waitFor();
  await shoot(panel, 'schedule-empty');
  await button('Own schedule…').click();
  await page.getByRole('button', { name: 'Every day' }).click();
  await page.getByRole('option', { name: 'Every week' }).click();
  await page.getByRole('dialog').getByText('every Monday at 04:00').waitFor();
  await shoot(panel, 'policy-new');
  await page.keyboard.press('Escape');

  await rail.getByText(stack).click();
  await page.getByRole('tab', { name: 'Schedule' }).click();
  await page.getByText('The last 14 days').waitFor();
  await shoot(panel, 'stack-schedule');
  await page.getByRole('table', { name: 'Past runs' }).scrollIntoViewIfNeeded();
  await shoot(panel, 'stack-schedule-runs');
  await page.getByText('The last 14 days').scrollIntoViewIfNeeded();
  await button('Edit…').click();
  await page
    .getByRole('dialog')
    .getByText(/keeps \d+$/u)
    .waitFor();
  await shoot(panel, 'policy-edit');
  await button('More choices').click();
  await page.getByLabel('Read every pack again after (days)').scrollIntoViewIfNeeded();
  await shoot(panel, 'policy-more');
  await page.keyboard.press('Escape');
  await button('Pause all…').click();
  await page.getByRole('menuitem', { name: 'Until tomorrow 08:00' }).click();
  await button('Resume all').waitFor();
  await shoot(panel, 'schedule-paused');
  await button('Resume all').click();
}
