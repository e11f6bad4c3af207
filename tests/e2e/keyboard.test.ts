import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { startWebhookServer } from '../../electron/core/alarms/testing/webhook-server.ts';
import { createTranslator } from '../../shared/i18n.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const { text } = createTranslator('en');

/** More stops than any screen has. */
const mostStops = 60;
/** As long as other events of the window may take. */
const wayThroughTheWindowMs = 5000;

/**
 * Where the focus is, in words, and whether it can be seen there: on itself, or on what its label draws. A Tab from the
 * last stop of the page leads out of it, through the window, and in again at the first: in between, for as long as main
 * is busy, the focus is nowhere. What is lost for good is nowhere after that as well.
 */
const stopScript = `(async () => {
  if (document.activeElement === document.body) await new Promise((resolve) => {
    addEventListener('focusin', resolve, { once: true });
    setTimeout(resolve, ${wayThroughTheWindowMs});
  });
  const at = document.activeElement;
  if (at === null || at === document.body) return { what: 'nowhere', visible: false };
  const drawn = [at, at.closest('label'), ...(at.closest('label')?.querySelectorAll('*') ?? [])];
  const styles = drawn.flatMap((element) => element === null ? [] : [getComputedStyle(element), getComputedStyle(element, '::after')]);
  const isOutlined = styles.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
  // A dialog itself: all of it stands out already.
  const visible = isOutlined || (at.role ?? '').endsWith('dialog');
  return { what: at.outerHTML.slice(0, 200), visible };
})()`;

/** Hands on the keyboard, none on the mouse. */
interface Hands {
  readonly press: (key: string) => Promise<void>;
  /** Goes on with Tab until `target` has the focus, which is visible at every stop. */
  readonly tabTo: (target: Locator) => Promise<void>;
  /** Rejects unless `target` gets the focus soon, where it can be seen. */
  readonly isAt: (target: Locator) => Promise<void>;
}

function handsOn({ page }: Panel): Hands {
  const stop = async (): Promise<{ readonly what: string; readonly visible: boolean }> => page.evaluate(stopScript);
  const has = async (target: Locator): Promise<boolean> => (await target.and(page.locator(':focus')).count()) > 0;
  const press = async (key: string): Promise<void> => page.keyboard.press(key);
  return {
    press,
    tabTo: async (target) => {
      await target.waitFor();
      await until('it can be used', async () => ((await target.isEnabled()) ? true : null));
      for (let stops = 0; stops < mostStops; stops += 1) {
        if (await has(target)) return;
        await press('Tab');
        expect(await stop()).toMatchObject({ visible: true });
      }
      throw new Error(`no Tab leads to ${String(target)}; at last ${(await stop()).what}`);
    },
    isAt: async (target) => {
      await until(`the focus is at ${String(target)}`, async () => ((await has(target)) ? true : null)).catch(
        async (error: unknown) => {
          throw new Error(`the focus is at ${(await stop()).what}`, { cause: error });
        },
      );
      expect(await stop()).toMatchObject({ visible: true });
    },
  };
}

test('by keyboard alone: add, back up, look, roll back, undo; the focus is always somewhere and seen', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  const { page } = panel;
  const { press, tabTo, isAt } = handsOn(panel);
  const stack = 'sample';
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

  // Add.
  const add = button(text('panel.frame.addStack'));
  await tabTo(add);
  await press('Enter');
  const ways = page.getByRole('dialog').getByRole('radio');
  await tabTo(ways.first());
  await press('ArrowUp');
  await isAt(ways.last());
  await press('Escape');
  await isAt(add);
  await press('Enter');
  await tabTo(ways.first());
  await press('ArrowUp');
  await tabTo(button(text('panel.add.act.sample')).last());
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: stack }).waitFor();
  await isAt(add);

  // Back up.
  const backUp = button(text('panel.stack.backUp'));
  await tabTo(backUp);
  await press('Enter');
  await page.getByRole('dialog').waitFor();
  await press('Escape');
  await isAt(backUp);
  await press('Enter');
  await tabTo(page.getByLabel(text('panel.backup.version')));
  await page.keyboard.type('1.0.0');
  await tabTo(button(text('panel.backup.act', { stack })));
  await press('Enter');
  await page.getByRole('grid').getByText(text('panel.stack.state.verified')).waitFor();
  await isAt(backUp);

  // Look at it: the row, its details, its acts.
  const row = page.getByRole('grid').getByRole('row').nth(1);
  await tabTo(row);
  await press('Enter');
  await page.getByRole('dialog', { name: text('panel.stack.details.title', { stack }) }).waitFor();
  await press('Escape');
  await isAt(row);
  const acts = row.getByRole('button');
  await tabTo(acts);
  await press('Enter');
  await isAt(page.getByRole('menuitem').first());
  await press('Escape');
  await isAt(acts);
  await press('Enter');
  await isAt(page.getByRole('menuitem').first());
  await press('End');
  await isAt(page.getByRole('menuitem').last());
  await press('Enter');
  await page.getByRole('alertdialog', { name: text('panel.stack.delete.title') }).waitFor();
  await isAt(button(text('panel.stack.keep')));
  await press('Enter');
  await isAt(acts);

  // Roll back.
  const rollBack = button(text('panel.stack.rollBack'));
  await tabTo(rollBack);
  await press('Enter');
  await isAt(page.getByLabel(text('panel.rollback.choose.search')));
  const option = page.getByRole('option').first();
  await tabTo(option);
  await press('Space');
  await tabTo(button(text('panel.rollback.choose.next')));
  await press('Enter');
  const confirm = page.getByRole('alertdialog');
  await isAt(confirm);
  await tabTo(confirm.getByLabel(text('panel.rollback.confirm.type', { stack })));
  await page.keyboard.type(stack);
  await tabTo(confirm.getByRole('button', { name: /^Roll back sample to/u }));
  await press('Enter');
  await page.getByText(text('panel.rollback.result.good.folder')).waitFor();
  await isAt(button(text('panel.rollback.close')));

  // Undo.
  await tabTo(button(text('panel.rollback.result.undoAct')));
  await press('Enter');
  await tabTo(button(text('panel.rollback.result.undoGo', { stack })));
  await press('Enter');
  await page.getByText(text('panel.rollback.result.undoGood')).waitFor();
  await isAt(button(text('panel.rollback.close')));
  await press('Enter');
  await isAt(rollBack);

  // What is kept goes, and its buttons with it.
  await tabTo(button(text('panel.stack.kept.release')));
  await press('Enter');
  await isAt(button(text('panel.stack.keep')));
  await tabTo(button(text('panel.stack.kept.releaseAct')));
  await press('Enter');
  await isAt(page.getByRole('main'));

  // From tab to tab, and from a card of the overview to its page.
  await tabTo(page.getByRole('tab', { name: text('panel.stack.tabs.backups') }));
  await press('ArrowRight');
  await isAt(page.getByRole('tab', { name: text('panel.stack.tabs.schedule') }));
  await press('ArrowRight');
  await isAt(page.getByRole('tab', { name: text('panel.stack.tabs.replica') }));
  await press('ArrowRight');
  await isAt(page.getByRole('tab', { name: text('panel.stack.tabs.coverage') }));
  await page.getByRole('table', { name: text('panel.stack.coverage.label') }).waitFor();
  const overview = page.getByRole('navigation').getByRole('button', { name: text('panel.frame.overview') });
  await tabTo(overview);
  await press('Enter');
  await isAt(overview);
  await tabTo(page.getByRole('listitem').getByRole('button', { name: stack, exact: true }));
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: stack }).waitFor();
  await isAt(page.getByRole('main'));

  // Jobs, and one of them.
  const jobs = page.getByRole('navigation').getByRole('button', { name: text('panel.frame.jobs') });
  await tabTo(jobs);
  await press('Enter');
  const job = page.locator('.job-row').first();
  await tabTo(job);
  await press('Enter');
  await isAt(button(text('panel.jobs.back')));
  await press('Enter');
  await isAt(job);
  await press('Escape');
  await isAt(jobs);
  expect(panel.faults).toEqual([]);
});

test('by keyboard alone: a webhook is set, tested, changed and turned off; a policy is begun by a preset and paused', async () => {
  await using home = await tempHome();
  await using hook = await startWebhookServer();
  await using panel = await openPanel({ home: home.path, env: { LIFEBOAT_SECRETS: 'key-file' } });
  const { page } = panel;
  const { press, tabTo, isAt } = handsOn(panel);
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true }).first();

  await tabTo(page.getByRole('navigation').getByRole('button', { name: text('panel.frame.settings') }));
  await press('Enter');
  const row = page.locator('.telling').first();
  await tabTo(row.getByRole('button', { name: text('panel.telling.setUp') }));
  await press('Enter');
  const address = page.getByLabel(text('panel.telling.url'));
  await isAt(address);
  await press('Escape');
  await isAt(row.getByRole('button', { name: text('panel.telling.setUp') }));
  await press('Enter');
  await isAt(address);
  await page.keyboard.type(hook.url);
  await tabTo(page.getByLabel(text('panel.telling.secret')));
  await page.keyboard.type('secret');
  await tabTo(button(text('panel.telling.save')));
  await press('Enter');
  const change = row.getByRole('button', { name: text('panel.telling.change') });
  await isAt(change);
  await press('Shift+Tab');
  await isAt(row.getByRole('button', { name: text('panel.telling.test') }));
  await press('Enter');
  await page.getByText(text('panel.telling.tested.webhook')).waitFor();
  await isAt(row.getByRole('button', { name: text('panel.telling.test') }));
  await tabTo(change);
  await press('Enter');
  await isAt(address);
  await tabTo(button(text('panel.telling.turnOff')));
  await press('Enter');
  await isAt(row.getByRole('button', { name: text('panel.telling.setUp') }));

  const stack = await panel.call('stacks.add', { kind: 'sample' });
  await tabTo(page.getByRole('navigation').getByRole('button', { name: stack.name }));
  await press('Enter');
  await tabTo(page.getByRole('tab', { name: text('panel.stack.tabs.backups') }));
  await press('ArrowRight');
  await tabTo(button(text('panel.schedule.preset.nightly')));
  await press('Enter');
  await tabTo(button(text('panel.schedule.form.save')));
  await press('Enter');
  const pause = button(text('panel.schedule.pausing.open'));
  await pause.waitFor();
  await isAt(page.getByRole('main'));
  await tabTo(pause);
  await press('Enter');
  await isAt(page.getByRole('menuitem').first());
  await press('End');
  await press('Enter');
  const resume = button(text('panel.schedule.pausing.resume'));
  await resume.waitFor();
  await isAt(pause);
  await tabTo(resume);
  await press('Enter');
  await resume.waitFor({ state: 'detached' });
  await isAt(page.getByRole('main'));
  expect(panel.faults).toEqual([]);
});
