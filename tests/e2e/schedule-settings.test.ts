import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

const { text } = createTranslator('en');

test('what holds for every policy is set in the window, and it says whose each value is', async () => {
  await using home = await tempHome();
  const env = { LIFEBOAT_BACKUP_DEFAULT_TIMEZONE: 'Europe/Berlin', LIFEBOAT_BACKUP_MAX_PARALLEL: '3' };
  await using panel = await openPanel({ home: home.path, env });
  const { page } = panel;
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: text('panel.settings.schedules.title') });
  const says = (hint: string) => section.getByText(hint, { exact: true }).waitFor();
  await says('In force: Europe/Berlin, from the environment.');
  await says('In force: 3, from the environment.');
  await says('In force: 30 days, the standard.');

  await section.getByRole('button', { name: text('panel.settings.schedules.maxParallel') }).click();
  await page.getByRole('option', { name: '2', exact: true }).click();
  await says('In force: 2, set here.');
  await section.getByRole('button', { name: text('panel.settings.schedules.verifyDays') }).click();
  await page.getByRole('option', { name: '7 days', exact: true }).click();
  await says('In force: 7 days, set here.');
  const zone = section.getByRole('combobox', { name: text('panel.settings.schedules.timeZone') });
  await zone.fill('Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await says('In force: Asia/Tokyo, set here.');
  expect(await panel.call('schedule.settings')).toEqual({
    timeZone: { value: 'Asia/Tokyo', from: 'catalog' },
    maxParallel: { value: 2, from: 'catalog' },
    verifyDays: { value: 7, from: 'catalog' },
  });

  await section.getByRole('button', { name: text('panel.settings.schedules.maxParallel') }).click();
  await page.getByRole('option', { name: text('panel.settings.schedules.unset') }).click();
  await says('In force: 3, from the environment.');
  expect(panel.faults).toEqual([]);
});
