import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { spendNights } from '../support/nights.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const { text } = createTranslator('en');

function at({ page }: Panel) {
  return {
    button: (name: string): Locator => page.getByRole('button', { name, exact: true }),
    field: (name: string): Locator => page.getByRole('textbox', { name, exact: true }),
    tab: async (): Promise<void> => page.getByRole('tab', { name: text('panel.stack.tabs.schedule') }).click(),
    focused: async (target: Locator): Promise<void> => {
      await until('it has the focus', async () =>
        (await target.and(page.locator(':focus')).count()) > 0 ? true : null,
      );
    },
  };
}

test('a preset is added, edited by keyboard, run, paused, switched off and removed', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  const { page } = panel;
  const { button, field, tab, focused } = at(panel);
  const stack = await panel.call('stacks.add', { kind: 'sample' });
  const policies = () => panel.call('policies.list', { stack: stack.id });
  await page.getByRole('navigation').getByRole('button', { name: stack.name }).click();
  await tab();

  // Add.
  await button(text('panel.schedule.preset.nightly')).click();
  const dialog = page.getByRole('dialog', { name: text('panel.schedule.form.new', { stack: stack.name }) });
  await dialog.getByText(text('panel.schedule.preview.unsaved')).waitFor();
  await expect.poll(async () => dialog.getByText(/^\d{4}-\d\d-\d\d 04:00$/u).count()).toBe(5);
  await button(text('panel.schedule.form.save')).click();
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'nightly' }) });
  await card.getByText(text('cron.day', { at: '04:00' })).waitFor();
  expect(await policies()).toMatchObject([
    { name: 'nightly', enabled: true, cron: '0 4 * * *', retention: { count: 14 } },
  ]);

  // Edit, by keyboard alone.
  const edit = card.getByRole('button', { name: text('panel.schedule.card.edit') });
  await edit.focus();
  await page.keyboard.press('Enter');
  const time = field(text('panel.schedule.form.at'));
  await time.waitFor();
  for (let stops = 0; stops < 20 && (await time.and(page.locator(':focus')).count()) === 0; stops += 1)
    await page.keyboard.press('Tab');
  await focused(time);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('25:00');
  await page.getByText(text('panel.schedule.fault.at')).waitFor();
  expect(await button(text('panel.schedule.form.save')).isEnabled()).toBe(false);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('23:45');
  await page
    .getByRole('dialog')
    .getByText(/ 23:45$/u)
    .nth(4)
    .waitFor();
  const save = button(text('panel.schedule.form.save'));
  for (let stops = 0; stops < 30 && (await save.and(page.locator(':focus')).count()) === 0; stops += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await card.getByText(text('cron.day', { at: '23:45' })).waitFor();
  await focused(edit);

  // Run now.
  await card.getByRole('button', { name: text('panel.schedule.card.run') }).click();
  const backup = await until('a backup is good', async () => {
    const [newest] = await panel.call('backups.list', { stack: stack.id });
    return newest?.verified === true ? newest : null;
  });
  const [saved] = await policies();
  expect(backup).toMatchObject({ type: 'scheduled', policyId: saved?.id });

  // Pause all, resume.
  await button(text('panel.schedule.pausing.open')).click();
  await page.getByRole('menuitem', { name: text('panel.schedule.pausing.resumed') }).click();
  await page.getByText(text('panel.schedule.pausing.untilResumed')).waitFor();
  await focused(button(text('panel.schedule.pausing.open')));
  expect((await panel.call('schedule.state')).paused).toMatchObject({ until: null });
  await button(text('panel.schedule.pausing.resume')).click();
  await button(text('panel.schedule.pausing.resume')).waitFor({ state: 'detached' });
  await focused(page.getByRole('main'));
  expect((await panel.call('schedule.state')).paused).toBeNull();

  // Off.
  await card
    .locator('label')
    .filter({ hasText: text('panel.schedule.card.on') })
    .click();
  await card.getByText(text('panel.schedule.card.off')).waitFor();
  expect(await policies()).toMatchObject([{ enabled: false, cron: '45 23 * * *' }]);

  // Remove: not without being asked, and the backup stays.
  await card.getByRole('button', { name: text('panel.schedule.card.more', { policy: 'nightly' }) }).click();
  await page.getByRole('menuitem').click();
  await button(text('panel.schedule.remove.act', { policy: 'nightly' })).click();
  await button(text('panel.schedule.preset.nightly')).waitFor();
  await focused(page.getByRole('main'));
  expect(await policies()).toEqual([]);
  expect(await panel.call('backups.list', { stack: stack.id })).toMatchObject([{ id: backup.id }]);
  expect(panel.faults).toEqual([]);
});

test('the editor says what it would mean, and what cannot be', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  const { page } = panel;
  const { button, field, tab } = at(panel);
  const stack = await panel.call('stacks.add', { kind: 'sample' });
  await page.getByRole('navigation').getByRole('button', { name: stack.name }).click();
  await tab();
  await button(text('panel.schedule.preset.own')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(text('cron.day', { at: '04:00' })).waitFor();
  await field(text('panel.schedule.form.name')).fill('mine');

  // From a choice to an expression, in another time zone.
  await dialog.getByRole('button', { name: text('panel.schedule.every.day') }).click();
  await page.getByRole('option', { name: text('panel.schedule.every.cron') }).click();
  const cron = field(text('panel.schedule.form.cron'));
  expect(await cron.inputValue()).toBe('0 4 * * *');
  await cron.fill('0 25 * * *');
  await dialog.getByText(/^“0 25 \* \* \*” is not a schedule/u).waitFor();
  expect(await button(text('panel.schedule.form.save')).isEnabled()).toBe(false);
  await cron.fill('*/15 9 * * MON-FRI');
  await dialog.getByText(/^every 15 minutes/u).waitFor();
  const zone = page.getByRole('combobox', { name: text('panel.schedule.form.zone') });
  await zone.fill('lord how');
  await page.getByRole('option', { name: 'Australia/Lord Howe' }).click();
  await dialog.getByText(text('panel.schedule.form.zoneNow', { zone: 'Australia/Lord_Howe' })).waitFor();
  await button(text('panel.schedule.form.save')).click();
  await page.getByRole('heading', { name: 'mine' }).waitFor();
  expect(await panel.call('policies.list', { stack: stack.id })).toMatchObject([
    { name: 'mine', cron: '*/15 9 * * MON-FRI', timeZone: 'Australia/Lord_Howe', zone: 'Australia/Lord_Howe' },
  ]);

  // A name that is taken.
  await button(text('panel.schedule.add')).click();
  await field(text('panel.schedule.form.name')).fill('mine');
  await page
    .getByRole('dialog')
    .getByText(/^This stack already has a policy called mine/u)
    .waitFor();
  expect(await button(text('panel.schedule.form.save')).isEnabled()).toBe(false);
  await button(text('panel.schedule.form.cancel')).click();
  expect(panel.faults).toEqual([]);
});

test('past nights: each with its mark and its words, and why', async () => {
  await using home = await tempHome();
  await spendNights(home, ['good', 'failed', 'missed', 'good']);
  await using panel = await openPanel({ home: home.path });
  const { page } = panel;
  const { tab } = at(panel);
  await page.getByRole('navigation').getByRole('button', { name: 'photos' }).click();
  await tab();
  const nights = page.locator('.night');
  await nights.first().waitFor();
  const drawn = await Promise.all((await nights.all()).map((night) => night.innerHTML()));
  const marks = drawn.map((html) => /fate-(good|failed|missed)/u.exec(html)?.[1]);
  expect(marks.filter((mark) => mark !== undefined)).toEqual(['good', 'failed', 'missed', 'good']);
  await nights.filter({ hasText: /missed: nightly at 04:00 missed/u }).waitFor();
  const table = page.getByRole('table', { name: text('panel.schedule.past') });
  const missed = table
    .getByRole('row')
    .filter({ hasText: text('panel.schedule.run.missed') })
    .first();
  expect(await missed.innerText()).toContain(text('errors.RUN_MISSED_NOT_RUNNING.message'));
  expect(panel.faults).toEqual([]);
});
