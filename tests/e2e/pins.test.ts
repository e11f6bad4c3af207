import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { lifeboat } from '../support/lifeboat.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

const { text } = createTranslator('en');

test('a backup is pinned and unpinned in its row; the list, its details and the question before a deletion say so', async () => {
  await using home = await tempHome();
  const boat = lifeboat(home.path, {});
  await boat.run('sample');
  const { name } = await boat.backup('sample');
  await using panel = await openPanel({ home: home.path });
  const { page } = panel;
  await page.getByRole('navigation').getByText('sample').click();
  const mark = page.getByRole('img', { name: text('panel.stack.pinned') });
  const choose = async (act: string): Promise<void> => {
    await page.getByRole('button', { name: text('panel.stack.act.label', { backup: name }) }).click();
    await page.getByRole('menuitem', { name: act, exact: true }).click();
  };

  await choose(text('panel.stack.act.pin'));
  await mark.waitFor();
  expect(await boat.list('sample')).toMatchObject([{ name, pinned: true }]);
  await choose(text('panel.stack.act.details'));
  await page.getByRole('dialog').getByText(text('panel.stack.details.isPinned')).waitFor();
  await page.keyboard.press('Escape');
  await choose(text('panel.stack.act.delete'));
  await page.getByRole('alertdialog').getByText(text('panel.stack.delete.pinned')).waitFor();
  await page.keyboard.press('Escape');

  await choose(text('panel.stack.act.unpin'));
  await mark.waitFor({ state: 'detached' });
  expect(await boat.list('sample')).toMatchObject([{ name, pinned: false }]);
  expect(panel.faults).toEqual([]);
});
