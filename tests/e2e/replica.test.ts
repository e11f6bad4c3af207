import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import type { BackupView } from '../../shared/model/view.ts';
import type { Stack } from '../../shared/model/stack.ts';
import { violationsOf } from '../support/accessibility.ts';
import { filesWith } from '../support/canary.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const { text } = createTranslator('en');
const axeRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
/** Signed and encrypted, and nothing but the newest protocol. */
const strictest = { global: { ...sambaSetUps.signed, ...sambaSetUps.encrypted, 'server min protocol': 'SMB3_11' } };

/** The panel on the page of the sample. */
interface Shown extends AsyncDisposable {
  readonly panel: Panel;
  readonly stack: Stack;
  readonly button: (name: string) => Locator;
  readonly field: (name: string) => Locator;
  readonly tab: (name: 'backups' | 'replica') => Promise<void>;
  /** A checkbox or a radio button of the open dialog, by the beginning of its words. */
  readonly toggle: (name: string) => Promise<void>;
  /** The mark of the newest backup in the list. */
  readonly mark: (target: string, state: 'verified' | 'waiting' | 'running') => Promise<void>;
  readonly look: (screen: string) => Promise<void>;
}

async function show(home: TempHome): Promise<Shown> {
  const panel = await openPanel({ home: home.path, env: { LIFEBOAT_SECRETS: 'key-file' } });
  const { page } = panel;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stack = await panel.call('stacks.add', { kind: 'sample' });
  await page.getByRole('navigation').getByRole('button', { name: stack.name }).click();
  return {
    panel,
    stack,
    button: (name) => page.getByRole('button', { name, exact: true }),
    field: (name) => page.getByRole('textbox', { name, exact: true }),
    tab: async (name) => page.getByRole('tab', { name: text(`panel.stack.tabs.${name}`) }).click(),
    toggle: async (name) => page.getByRole('dialog').locator('label').filter({ hasText: name }).first().click(),
    mark: async (target, state) => {
      const said = text('panel.replica.named', { target, state: text(`panel.replica.copyState.${state}`) });
      await page.getByRole('row').nth(1).getByRole('img', { name: said }).waitFor();
    },
    look: async (screen) => {
      for (const [language, theme] of [
        ['zh-CN', 'dark'],
        ['en', 'light'],
      ] as const) {
        await panel.call('panel.set', { language, theme });
        await page.locator(`html[lang="${language}"][data-theme="${theme}"]`).waitFor();
        expect(await violationsOf(page, axeRules), `${screen}, ${language}, ${theme}`).toEqual([]);
      }
    },
    [Symbol.asyncDispose]: () => panel[Symbol.asyncDispose](),
  };
}

async function newest({ panel, stack }: Shown): Promise<BackupView> {
  const [backup] = await panel.call('backups.list', { stack: stack.id });
  if (backup === undefined) throw new Error('there is no backup');
  return backup;
}

async function backUp({ panel, stack, button }: Shown): Promise<void> {
  await button(text('panel.stack.backUp')).click();
  const dialog = panel.page.getByRole('dialog');
  await dialog.getByRole('button', { name: text('panel.backup.act', { stack: stack.name }) }).click();
  await dialog.waitFor({ state: 'detached' });
  await until('the backup has ended', async () => {
    const open = (await panel.call('jobs.list')).some(({ endedAt }) => endedAt === null);
    return open ? null : true;
  });
}

test('a share: added after a test, a verified mark, brought back and rolled back to, amber while it is away', async () => {
  await using home = await tempHome();
  await using samba = await startSamba(strictest);
  await using shown = await show(home);
  const { panel, stack, button, field, tab, mark } = shown;
  const { page } = panel;

  const copied = async (trigger: string): Promise<void> => {
    const job = await until('what waited is copied', async () => {
      const [last] = await panel.call('jobs.list');
      return last?.kind === 'replicate' && last.endedAt !== null ? last : null;
    });
    expect(job).toMatchObject({ status: 'succeeded', error: null, trigger });
    await page.getByText(/^NAS: Last verified copy/u).waitFor();
  };

  // Not without a test that went well, and of nothing else than what is written.
  await tab('replica');
  await page.getByText(text('panel.replica.purpose')).waitFor();
  await button(text('panel.replica.add')).click();
  const dialog = page.getByRole('dialog');
  const add = dialog.getByRole('button', { name: text('panel.replica.dialog.act') });
  await field(text('panel.replica.dialog.host')).fill('127.0.0.1');
  await field(text('panel.replica.dialog.share')).fill('share');
  await field(text('panel.replica.dialog.user')).fill(sambaUser.user);
  await field(text('panel.replica.dialog.password')).fill('wrong');
  await button(text('panel.replica.dialog.more')).click();
  await field(text('panel.replica.dialog.port')).fill(String(samba.port));
  await field(text('panel.replica.dialog.name')).fill('NAS');
  await dialog.getByText(text('panel.replica.dialog.testFirst')).waitFor();
  expect(await add.isEnabled()).toBe(false);
  await button(text('panel.replica.dialog.test')).click();
  await dialog.getByText(text('panel.replica.dialog.refused')).waitFor();
  const bad = dialog
    .getByRole('listitem')
    .filter({ has: page.getByRole('img', { name: text('panel.replica.stages.bad') }) });
  expect(await bad.allInnerTexts()).toEqual([text('panel.replica.stages.log-on')]);
  await field(text('panel.replica.dialog.password')).fill(sambaUser.password);
  await dialog.getByText(text('panel.replica.dialog.changed')).waitFor();
  await button(text('panel.replica.dialog.test')).click();
  await dialog.getByText(text('panel.replica.stages.passed')).waitFor();
  await dialog.getByText(/SMB 3\.1\.1.*AES-/u).waitFor();
  await add.click();
  await page.getByRole('heading', { name: 'NAS' }).waitFor();
  await page.getByText(text('panel.replica.password.key-file')).waitFor();
  expect(JSON.stringify(await panel.call('replicas.list', { stack: stack.id }))).not.toContain(sambaUser.password);
  expect(await page.content()).not.toContain(sambaUser.password);

  // Copied inside its own job.
  const [folder] = stack.definition.kind === 'folder' ? stack.definition.directories : [];
  const note = join(folder ?? '', 'note');
  await writeFile(note, 'first');
  await tab('backups');
  await backUp(shown);
  await mark('NAS', 'verified');
  const { path, name } = await newest(shown);
  expect(await samba.client(`ls ${name}/*`)).toContain('DONE');

  // The disk of this machine forgets it.
  await writeFile(note, 'second');
  await rm(path ?? '', { recursive: true });
  await button(text('panel.stack.rollBack')).click();
  const choice = page.getByRole('option').first();
  await choice.getByText(text('panel.replica.elsewhere', { targets: 'NAS' })).waitFor();
  await choice.click();
  await button(text('panel.replica.fetchFirst')).click();
  await button(text('panel.rollback.choose.next')).click();
  await field(text('panel.rollback.confirm.type', { stack: stack.name })).fill(stack.name);
  await page.getByRole('button', { name: /^Roll back sample to/u }).click();
  await page.getByText(text('panel.rollback.result.good.folder')).waitFor();
  expect(await readFile(note, 'utf8')).toBe('first');
  await button(text('panel.rollback.close')).click();

  // The server is away: the backup is good, and says what is left.
  await samba.kill();
  await backUp(shown);
  expect(await newest(shown)).toMatchObject({ status: 'succeeded', verified: true });
  await mark('NAS', 'waiting');
  const warned = page.locator('.note-attention').filter({ hasText: 'replication to NAS failed' });
  await warned.waitFor();
  await page.getByText(/^NAS: 1 backup waits/u).waitFor();

  // It is back, and that is seen: what waits is copied by itself.
  await samba.start();
  await tab('replica');
  await button(text('panel.replica.card.test')).click();
  await page.getByText(text('panel.replica.stages.passed')).waitFor();
  await copied('replication queue');
  await warned.waitFor({ state: 'detached' });
  await tab('backups');
  await mark('NAS', 'verified');

  // It is back, and nobody has looked: the operator has it copied.
  await samba.kill();
  await backUp(shown);
  await mark('NAS', 'waiting');
  await samba.start();
  await tab('replica');
  await button(text('panel.replica.card.copy')).click();
  await copied('copy to NAS');
  await tab('backups');
  await mark('NAS', 'verified');
  expect(panel.faults).toEqual([]);

  // The password is where it belongs and nowhere else, the page's own storage included.
  await shown[Symbol.asyncDispose]();
  expect(await filesWith(sambaUser.password, home.path)).toEqual([join(home.path, 'secrets.json')]);
});

test('a folder: by keyboard, looked at, edited, taken over from, removed; what is on it stays', async () => {
  await using home = await tempHome();
  const copies = join(home.beside, 'copies');
  await mkdir(copies);
  await using shown = await show(home);
  const { panel, stack, button, field, tab, toggle, mark, look } = shown;
  const { page } = panel;
  const targets = () => panel.call('replicas.list', { stack: stack.id });
  await tab('replica');
  const open = button(text('panel.replica.add'));
  await open.waitFor();
  await look('the tab without a target');
  await open.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await until('the focus is back', async () => ((await open.and(page.locator(':focus')).count()) > 0 ? true : null));
  await page.keyboard.press('Enter');
  await toggle(text('panel.replica.kind.mount'));
  await button(text('panel.replica.dialog.mountHow')).click();
  await field(text('panel.replica.dialog.host')).fill('nas');
  await field(text('panel.replica.dialog.share')).fill('backups');
  await field(text('panel.replica.dialog.user')).fill('lifeboat');
  await page.getByText('mkdir -p /mnt/replica/sample').waitFor();
  await look('the commands that mount a share');
  await button(text('panel.replica.dialog.mountCopy')).click();
  await page.getByText(text('panel.jobs.copied'), { exact: true }).waitFor();
  await toggle(text('panel.replica.kind.folder'));
  await panel.answerDialogs(copies);
  await button(text('panel.replica.dialog.pathChoose')).click();
  await page.getByText(copies).waitFor();

  // The same disk: only when it is said that it will do.
  await button(text('panel.replica.dialog.test')).click();
  await page.getByRole('alert').getByText('is on the same disk').waitFor();
  await look('the dialog with a stage that failed');
  await toggle(text('panel.replica.dialog.sameDevice'));
  await button(text('panel.replica.dialog.test')).click();
  await page.getByText(text('panel.replica.stages.passed')).waitFor();
  await look('the dialog with a test that went well');
  await button(text('panel.replica.dialog.act')).click();
  await page.getByRole('heading', { name: 'copies', exact: true }).waitFor();

  await tab('backups');
  await backUp(shown);
  await mark('copies', 'verified');
  const { id, name } = await newest(shown);
  await look('the list with its marks');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('dialog').getByText(text('panel.replica.copyState.verified'), { exact: true }).waitFor();
  await look('the details with their copies');
  await page.getByRole('button', { name: text('panel.replica.copies.actsOf', { backup: name }) }).click();
  await page.getByRole('menuitem', { name: text('panel.replica.copies.verify') }).click();
  const verify = await until('a job verifies', async () => {
    const [job] = await panel.call('jobs.list');
    return job?.kind === 'verify' && job.endedAt !== null ? job : null;
  });
  expect(verify).toMatchObject({ status: 'succeeded', error: null });
  await page.keyboard.press('Escape');

  // Not to the target, if one says so.
  await button(text('panel.stack.backUp')).click();
  await toggle(text('panel.replica.backup.copy', { targets: 'copies' }));
  await page
    .getByRole('dialog')
    .getByRole('button', { name: text('panel.backup.act', { stack: stack.name }) })
    .click();
  await until('the backup has ended', async () => {
    const [job] = await panel.call('jobs.list');
    return job?.kind === 'backup' && job.id !== verify.id && job.endedAt !== null ? true : null;
  });
  expect((await targets())[0]?.copies).toHaveLength(1);

  // Forgotten here, taken over from there.
  const { token } = await panel.call('backups.askDelete', { backup: id });
  await panel.jobSucceeds(await panel.call('backups.delete', { token }));
  await tab('replica');
  await button(text('panel.replica.packs.show')).click();
  await page.getByRole('cell', { name: text('panel.replica.packs.unknown') }).waitFor();
  await button(text('panel.replica.card.test')).click();
  await page.getByText(text('panel.replica.stages.passed')).waitFor();
  await look('the tab with a target, what is on it, and a test');
  await button(text('panel.replica.packs.adopt', { count: 1 })).click();
  await page.getByRole('cell', { name: text('panel.replica.packs.known'), exact: true }).waitFor();
  expect(await panel.call('backups.list', { stack: stack.id })).toContainEqual(
    expect.objectContaining({ name, missing: true }),
  );

  await button(text('panel.replica.card.edit')).click();
  await field(text('panel.replica.dialog.name')).fill('second disk');
  await field(text('panel.replica.dialog.keepCount')).fill('7');
  await look('the editor of a target');
  await button(text('panel.replica.edit.act')).click();
  await page.getByRole('heading', { name: 'second disk' }).waitFor();
  expect(await targets()).toMatchObject([{ name: 'second disk', retention: { days: null, count: 7 } }]);

  await button(text('panel.replica.card.more', { target: 'second disk' })).click();
  await page.getByRole('menuitem').click();
  await page.getByRole('alertdialog').getByText(copies).waitFor();
  await look('the question before a target is removed');
  await button(text('panel.replica.remove.act', { target: 'second disk' })).click();
  await page.getByText(text('panel.replica.purpose')).waitFor();
  expect(await targets()).toEqual([]);
  expect(await readdir(copies)).toContain(name);
  expect(panel.faults).toEqual([]);
});

test('a copy under way: file by file in the strip, stopped there; the backup is good and the copy waits', async () => {
  await using home = await tempHome();
  const copies = join(home.beside, 'copies');
  await mkdir(copies);
  await using shown = await show(home);
  const { panel, stack, button, tab, mark, look } = shown;
  const { page } = panel;
  await panel.answerDialogs(copies);
  const chosen = await panel.call('path.choose', { purpose: 'replica' });
  const slow = { name: 'slow', required: false, limit: 100, retention: { days: null, count: null } };
  const place = { kind: 'folder', path: chosen?.token ?? '', sameDevice: true } as const;
  await panel.call('replicas.add', { stack: stack.id, place, password: null, settings: slow });
  await page
    .getByRole('navigation')
    .getByRole('button', { name: text('panel.frame.overview') })
    .click();
  await page.getByRole('navigation').getByRole('button', { name: stack.name }).click();
  await tab('backups');
  const request = { stack: stack.id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
  const begun = await panel.call('backups.start', request);
  const strip = page.getByRole('group', {
    name: text('panel.overview.strip.label', { kind: text('words.jobKind.backup') }),
  });
  await strip.getByText(/^Replicating \d+ of \d+$/u).waitFor();
  await mark('slow', 'running');
  await page.getByRole('row').nth(1).getByText(text('panel.stack.state.verified'), { exact: true }).waitFor();
  await look('a copy under way');
  await strip.getByRole('button', { name: text('panel.overview.strip.cancelCopying') }).click();
  const job = await panel.jobEnd(begun);
  expect(job).toMatchObject({ status: 'succeeded', warning: { code: 'REPLICATION_FAILED' } });
  expect(await newest(shown)).toMatchObject({ status: 'succeeded', verified: true });
  await mark('slow', 'waiting');
  await page.locator('.note-attention').filter({ hasText: 'replication to slow failed' }).waitFor();
  await look('what was left undone');

  // In the drawer in amber too, with what to do.
  await page.getByRole('navigation').getByRole('button', { name: /^Jobs/u }).click();
  const row = page.locator('.job-row').first();
  await row.locator('.light-attention').waitFor();
  await row.click();
  await page.locator('.drawer .note-attention').getByText(text('errors.REPLICATION_FAILED.action')).waitFor();
  await look('a job that left something undone');
  await button(text('panel.jobs.back')).click();
  await page.keyboard.press('Escape');
  expect(panel.faults).toEqual([]);
});
