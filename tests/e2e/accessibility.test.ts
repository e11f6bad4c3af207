import { rm } from 'node:fs/promises';
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { startWebhookServer } from '../../electron/core/alarms/testing/webhook-server.ts';
import { createTranslator } from '../../shared/i18n.ts';
import type { Stack } from '../../shared/model/stack.ts';
import { violationsOf } from '../support/accessibility.ts';
import { spendNights } from '../support/nights.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const { text } = createTranslator('en');

/** Each screen is looked at in both, without leaving it: what is open stays open. */
const looks = [
  { language: 'zh-CN', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const;

/** The panel, and the eyes on it. */
interface Seen extends AsyncDisposable {
  readonly panel: Panel;
  /** Looks at the screen as it is now; a violation rejects with the screen's name. */
  readonly look: (screen: string) => Promise<void>;
  /** A button by its name, which may go on; where a dialog is open, one of it. */
  readonly button: (name: string) => Locator;
  readonly rail: (name: string) => Promise<void>;
  /** A radio button, a checkbox or a switch by its name. */
  readonly toggle: (name: string) => Promise<void>;
  /** Leaves a dialog by the keyboard. */
  readonly escape: () => Promise<void>;
}

async function see(home: TempHome): Promise<Seen> {
  const panel = await openPanel({ home: home.path, env: { LIFEBOAT_SECRETS: 'key-file' } });
  const { page } = panel;
  // Colours on their way from one state to the next are nobody's.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return {
    panel,
    look: async (screen) => {
      for (const look of looks) {
        await panel.call('panel.set', look);
        await page.locator(`html[lang="${look.language}"][data-theme="${look.theme}"]`).waitFor();
        expect(await violationsOf(page, rules), `${screen}, ${look.language}, ${look.theme}`).toEqual([]);
      }
    },
    button: (name) => page.getByRole('button', { name }).first(),
    rail: (name) => page.getByRole('navigation').getByRole('button', { name }).click(),
    toggle: (name) =>
      page
        .getByRole('dialog')
        .or(page.getByRole('alertdialog'))
        .locator('label')
        .filter({ hasText: name })
        .first()
        .click(),
    escape: async () => {
      await page.keyboard.press('Escape');
      await page.locator('.veil, .drawer-veil').waitFor({ state: 'detached' });
    },
    [Symbol.asyncDispose]: () => panel[Symbol.asyncDispose](),
  };
}

async function addSample({ panel }: Seen): Promise<Stack> {
  return panel.call('stacks.add', { kind: 'sample' });
}

/** The sample's data. */
function folderOf({ definition }: Stack): string {
  const folder = definition.kind === 'folder' ? definition.directories[0] : undefined;
  if (folder === undefined) throw new Error('the sample has no folder');
  return folder;
}

/** From now on no pack gets on: its disk takes what is written, and never says so. Costs no time of the processor. */
async function stopDisk({ panel }: Seen): Promise<void> {
  await panel.app.evaluate(() => {
    const files = process.getBuiltinModule('node:fs/promises');
    const { open } = files;
    files.open = async (path, flags, mode) => {
      const file = await open(path, flags, mode);
      if (flags === 'wx') file.write = async () => new Promise<never>(() => undefined);
      return file;
    };
    process.getBuiltinModule('node:module').syncBuiltinESMExports();
  });
}

const manual = { type: 'manual', mode: 'cold', images: false, format: 'gzip', level: 9 } as const;

async function backUp({ panel }: Seen, stack: string): Promise<void> {
  await panel.jobEnd(await panel.call('backups.start', { ...manual, stack, appVersion: '1.0.0' }));
}

test('before the first stack: overview, every way to add one, health, settings', async () => {
  await using home = await tempHome();
  await using seen = await see(home);
  const { panel } = seen;
  await panel.page.getByRole('heading', { name: text('panel.overview.empty.title') }).waitFor();
  await seen.look('empty overview');

  await panel.answerDialogs(home.beside);
  await seen.button(text('panel.overview.empty.chooseFolder')).click();
  await seen.look('add folders');
  await seen.button(text('panel.add.chooseFolder')).click();
  await panel.page.getByText(home.beside).waitFor();
  await seen.look('add folders, one chosen');
  await seen.toggle(text('panel.add.way.compose-file'));
  await seen.look('add a compose file');
  await seen.toggle(text('panel.add.way.project'));
  await seen.button(text('panel.add.lookAgain')).waitFor();
  await seen.look('add a project');
  await seen.toggle(text('panel.add.way.sample'));
  await seen.look('add the sample');
  await seen.escape();

  await seen.rail(text('panel.frame.health'));
  await panel.page.getByRole('list', { name: text('panel.health.findings') }).waitFor();
  await seen.button(text('panel.health.again')).waitFor();
  await seen.look('health');
  await seen.rail(text('panel.frame.settings'));
  await seen.look('settings');
  await seen.button(text('panel.settings.theme')).click();
  await panel.page.getByRole('listbox').waitFor();
  await seen.look('settings, the list of themes open');
  await panel.page.keyboard.press('Escape');
  for (const [at, title] of (['panel.telling.webhookTitle', 'panel.telling.emailTitle'] as const).entries()) {
    await panel.page
      .getByRole('button', { name: text('panel.telling.setUp') })
      .nth(at)
      .click();
    await panel.page.getByRole('heading', { name: text(title) }).waitFor();
    await seen.look(text(title));
    await seen.escape();
  }
  await using hook = await startWebhookServer();
  await panel.call('notifications.set', { webhook: { url: hook.url, allowPlain: false }, webhookSecret: 'x' });
  await seen.rail(text('panel.frame.overview'));
  await seen.rail(text('panel.frame.settings'));
  await seen.button(text('panel.telling.test')).click();
  await panel.page.getByText(text('panel.telling.tested.webhook')).waitFor();
  await seen.look('a test message that was taken');
  hook.answerWith(500);
  await seen.button(text('panel.telling.test')).click();
  await panel.page.getByRole('alert').waitFor();
  await seen.look('a test message that was refused');
  await seen.button(text('panel.telling.change')).click();
  await panel.page.getByText(text('panel.telling.unsign')).waitFor();
  await seen.look('a webhook that is set');
  await seen.escape();
  await seen.rail(text('panel.frame.jobs'));
  await panel.page.getByText(text('panel.jobs.none')).waitFor();
  await seen.look('no jobs');
  expect(panel.faults).toEqual([]);
});

test('a stack: its tabs, a backup, its dialogs, its failure', async () => {
  await using home = await tempHome();
  await using seen = await see(home);
  const { panel } = seen;
  const { page } = panel;
  const stack = await addSample(seen);
  await seen.rail(stack.name);
  await page.getByText(text('panel.stack.list.none')).waitFor();
  await seen.look('stack without a backup');
  await backUp(seen, stack.id);
  await page.getByRole('grid').getByText(text('panel.stack.state.verified')).waitFor();
  await seen.look('backups');

  const acts = page.getByRole('grid').getByRole('row').nth(1).getByRole('button');
  await acts.click();
  await page.getByRole('menu').waitFor();
  await seen.look('acts on a backup');
  await page.getByRole('menuitem', { name: text('panel.stack.act.details') }).click();
  await page.getByRole('dialog').getByText(text('panel.stack.details.checksum')).waitFor();
  await seen.look('backup details');
  await seen.escape();
  for (const [act, ready] of [
    ['export', text('panel.stack.export.noFolder')],
    ['delete', text('panel.stack.delete.onlyGood', { stack: stack.name })],
  ] as const) {
    await acts.click();
    await page.getByRole('menuitem', { name: text(`panel.stack.act.${act}`) }).click();
    await page.getByText(ready).waitFor();
    await seen.look(`${act} dialog`);
    await seen.escape();
  }

  await seen.button(text('panel.stack.backUp')).click();
  await seen.button(text('panel.backup.more')).click();
  await page.getByRole('dialog').getByText(text('panel.backup.row.storage')).waitFor();
  await seen.look('backup dialog with more choices');
  await seen.escape();

  await page.getByRole('tab', { name: text('panel.stack.tabs.coverage') }).click();
  await page.getByRole('table', { name: text('panel.stack.coverage.label') }).waitFor();
  await seen.look('coverage');
  await page.getByRole('tab', { name: text('panel.stack.tabs.settings') }).click();
  await seen.look('settings of a stack');
  await seen.button(text('panel.stack.settings.remove')).click();
  await page.getByText(text('panel.stack.settings.removeBody', { count: 1 })).waitFor();
  await seen.look('remove dialog');
  await seen.escape();

  await seen.rail(text('panel.frame.overview'));
  await page.getByText(text('panel.overview.fact.size')).waitFor();
  await seen.look('overview');
  await rm(folderOf(stack), { recursive: true });
  await backUp(seen, stack.id);
  await page.getByRole('heading', { level: 1 }).filter({ hasText: stack.name }).waitFor();
  await seen.look('overview after a failure');
  await seen.rail(stack.name);
  await page.getByRole('tab', { name: text('panel.stack.tabs.backups') }).click();
  await page.getByRole('alert').waitFor();
  await seen.look('stack after a failure');
  await seen.rail(text('panel.frame.jobs'));
  await page.locator('.job-row').first().waitFor();
  await seen.look('list of jobs');
  await page.locator('.job-row').first().click();
  await page.getByRole('dialog').getByRole('table').waitFor();
  await seen.look('details of a failed job');
  await page.getByRole('button', { name: text('panel.jobs.log'), exact: true }).click();
  const log = page.getByRole('textbox', { name: text('panel.jobs.log') });
  expect(await log.inputValue()).toMatch(/ error job ended .*SOURCE_MISSING/u);
  await seen.look('log of a failed job');
  expect(panel.faults).toEqual([]);
});

test('schedules: none, past nights, the editor, its refusals, the pause', async () => {
  await using home = await tempHome();
  await spendNights(home, ['good', 'failed', 'missed', 'good']);
  await using seen = await see(home);
  const { panel } = seen;
  const { page } = panel;
  const tab = (): Promise<void> => page.getByRole('tab', { name: text('panel.stack.tabs.schedule') }).click();
  const stack = await addSample(seen);
  await seen.rail(stack.name);
  await tab();
  await seen.button(text('panel.schedule.preset.nightly')).waitFor();
  await seen.look('no policy');

  await seen.rail('photos');
  await tab();
  await page.getByRole('table', { name: text('panel.schedule.past') }).waitFor();
  await seen.look('two policies');
  await seen.button(text('panel.schedule.pausing.open')).click();
  await page.getByRole('menu').waitFor();
  await seen.look('for how long to pause');
  await page.getByRole('menuitem', { name: text('panel.schedule.pausing.resumed') }).click();
  await page.getByText(text('panel.schedule.pausing.untilResumed')).waitFor();
  await seen.look('paused');

  await seen.button(text('panel.schedule.card.edit')).click();
  await seen.button(text('panel.schedule.form.more')).click();
  await seen.toggle(text('panel.schedule.form.all'));
  await page
    .getByRole('dialog')
    .getByText(/^Would delete|^would delete/u)
    .waitFor();
  await seen.look('editor with more choices');
  await seen.button(text('panel.schedule.every.day')).click();
  await page.getByRole('option', { name: text('panel.schedule.every.week') }).click();
  await page.getByLabel(text('panel.schedule.form.at'), { exact: true }).fill('noon');
  await page.getByText(text('panel.schedule.fault.at')).waitFor();
  await seen.look('editor with a fault');
  await page.getByRole('combobox', { name: text('panel.schedule.form.zone') }).click();
  await page.getByRole('option').first().waitFor();
  await seen.look('time zones');
  await page.keyboard.press('Escape');
  await seen.escape();

  await seen.button(text('panel.schedule.card.more', { policy: 'nightly' })).click();
  await page.getByRole('menuitem').click();
  await page.getByText(text('panel.schedule.remove.body')).waitFor();
  await seen.look('remove a policy');
  await seen.escape();
  expect(panel.faults).toEqual([]);
});

test('rolling back: choose, confirm, result, undo; what is kept, and its dialogs', async () => {
  await using home = await tempHome();
  await using seen = await see(home);
  const { panel } = seen;
  const { page } = panel;
  const stack = await addSample(seen);
  await backUp(seen, stack.id);
  await seen.rail(stack.name);
  await seen.button(text('panel.stack.rollBack')).click();
  const option = page.getByRole('option').first();
  await option.waitFor();
  await seen.look('rollback: choose');
  await option.click();
  await seen.button(text('panel.rollback.choose.next')).click();
  const name = page.getByLabel(text('panel.rollback.confirm.type', { stack: stack.name }));
  await page.getByText(text('panel.rollback.rows.space'), { exact: true }).waitFor();
  await seen.toggle(text('panel.rollback.confirm.safety'));
  await page.getByText(text('panel.rollback.confirm.noSafety')).waitFor();
  await page.getByText(text('panel.rollback.confirm.missing.name')).waitFor();
  await seen.look('rollback: confirm');
  await name.fill(stack.name);
  await page.locator('.dialog .button-primary').click();
  await page.getByText(text('panel.rollback.result.good.folder')).waitFor();
  await seen.look('rollback: result');
  await seen.button(text('panel.rollback.result.undoAct')).click();
  await seen.button(text('panel.rollback.result.undoGo', { stack: stack.name })).waitFor();
  await page.getByText(text('panel.rollback.result.undoBody.folder')).waitFor();
  await seen.look('rollback: undo?');
  await seen.button(text('panel.rollback.result.undoStay')).click();
  await seen.button(text('panel.rollback.close')).click();

  await seen.button(text('panel.stack.kept.undo')).waitFor();
  await seen.look('kept data');
  for (const act of ['undo', 'release'] as const) {
    await seen.button(text(`panel.stack.kept.${act}`)).click();
    const go = page.getByRole('alertdialog').getByRole('button', { name: text(`panel.stack.kept.${act}Act`) });
    await until('main has told the facts', async () => ((await go.isEnabled()) ? true : null));
    await seen.look(`${act} dialog of kept data`);
    await seen.escape();
  }
  expect(panel.faults).toEqual([]);
});

test('a job at work: overview, stack, jobs, quitting; and after a crash', async () => {
  await using home = await tempHome();
  {
    await using seen = await see(home);
    const { panel } = seen;
    const { page } = panel;
    const stack = await addSample(seen);
    await stopDisk(seen);
    const { jobId } = await panel.call('backups.start', { ...manual, stack: stack.id });
    await page.locator('.card-job').waitFor();
    await seen.look('overview while a job runs');
    await seen.rail(stack.name);
    await page.locator('.job-strip').waitFor();
    await seen.look('stack while a job runs');
    await seen.rail(text('panel.frame.jobs'));
    await page.locator('.running-job').waitFor();
    await seen.look('jobs while one runs');
    await page.locator('.job-link').click();
    await page.locator('.job-live').waitFor();
    await seen.look('details of a running job');
    await seen.escape();
    await panel.app.evaluate(({ app }) => app.quit());
    await page.getByRole('alertdialog').waitFor();
    await seen.look('quit dialog');
    expect((await panel.call('jobs.get', { job: jobId })).job.endedAt).toBe(null);
    await panel.kill();
  }
  await using seen = await see(home);
  await seen.panel.page.getByText(text('panel.recovery.title')).waitFor();
  await seen.look('recovery note');
});
