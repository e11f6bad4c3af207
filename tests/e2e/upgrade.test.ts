import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { exitCode } from '../../shared/exit-codes.ts';
import { type Lifeboat, lifeboat, volumePath } from '../support/lifeboat.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const { text } = createTranslator('en');
const host = inject('dockerHost');
const compose = `
version: "3.8"
services:
  app:
    image: ${inject('busyboxImage')}
    environment: ["VERSION=\${VERSION}"]
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
volumes: { data: {} }
`;

describe('an upgrade that is protected in the panel', () => {
  const resources = new AsyncDisposableStack();
  let stack: ComposeStack;
  let panel: Panel;
  let boat: Lifeboat;
  let letter: string;
  beforeAll(async () => {
    const home = resources.use(await tempHome());
    stack = resources.use(await startComposeStack({ host, compose, files: { '.env': 'VERSION=1\n' } }));
    letter = join(await volumePath(host, `${stack.project}_data`), 'letter');
    await writeFile(letter, 'of version 1');
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    panel = resources.use(await openPanel({ home: home.path, env: { DOCKER_HOST: host } }));
    await panel.call('stacks.add', { kind: 'project', project: stack.project });
    await panel.page.getByRole('navigation').getByText(stack.project).click();
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  const button = (name: string) => panel.page.getByRole('button', { name, exact: true }).first();

  /** From the dialog to the moment in which the operator does it in his terminal, and then that. */
  async function upgrade(): Promise<void> {
    await button(text('panel.upgrade.protect')).click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: text('panel.upgrade.version') }).fill('1');
    await dialog.getByRole('button', { name: text('panel.upgrade.begin') }).click();
    await panel.page.getByText(text('panel.upgrade.doing.byHand')).waitFor({ timeout: 60_000 });
    await writeFile(join(stack.folder, '.env'), 'VERSION=2\n');
    await stack.compose('up', '--detach');
    await writeFile(letter, 'of version 2');
  }

  const version = async () => (await stack.exec('app', 'sh', '-c', 'echo $VERSION')).trim();

  test('goes back by one click: data, .env and the old container', async () => {
    await upgrade();
    await button(text('panel.upgrade.back')).click();
    const dialog = panel.page.getByRole('alertdialog');
    await dialog.getByText(text('panel.upgrade.backKeeps')).waitFor();
    await dialog.getByRole('button', { name: text('panel.upgrade.back') }).click();
    await until(
      'it is as before',
      async () => {
        const [stackView] = await panel.call('stacks.list');
        const [upgrade] = await panel.call('upgrades.list', { stack: stackView?.id ?? '' });
        return upgrade?.state === 'back' ? true : null;
      },
      100_000,
    );
    expect(await readFile(letter, 'utf8')).toBe('of version 1');
    expect(await readFile(join(stack.folder, '.env'), 'utf8')).toBe('VERSION=1\n');
    expect(await version()).toBe('1');
  });

  test('is kept once it is healthy, and its point is one click from the plan', async () => {
    await upgrade();
    await button(text('panel.upgrade.check')).click();
    await panel.page.getByText(text('panel.upgrade.doing.confirming')).waitFor({ timeout: 60_000 });
    await button(text('panel.upgrade.keep')).click();
    await button(text('panel.upgrade.toPoint')).click();
    await panel.page
      .getByRole('textbox', { name: text('panel.rollback.confirm.type', { stack: stack.project }) })
      .waitFor();
    await panel.page.keyboard.press('Escape');
    expect(await readFile(letter, 'utf8')).toBe('of version 2');
    expect(await version()).toBe('2');
    expect(panel.faults).toEqual([]);
  });

  /** By a command in a terminal, with its panel beside it. */
  function guard(...then: readonly string[]) {
    const edit = [
      'echo VERSION=3 > .env',
      `docker-compose -p ${stack.project} up -d`,
      `echo of version 3 > '${letter}'`,
    ];
    const command = ['sh', '-ec', [...edit, ...then].join('\n')];
    return boat.start('upgrade-guard', stack.project, '--app-version', '2', '--', ...command);
  }

  test('by a command that fails is undone without a hand, and the panel says so', async () => {
    const guarded = guard('exit 7');
    const told = panel.page.getByRole('main');
    await told.getByText(text('panel.upgrade.undone')).waitFor({ timeout: 60_000 });
    await told.getByText(/^The command failed \(exit code 7\).*is as before the upgrade/su).waitFor();
    await expect.poll(async () => told.getByText(text('panel.upgrade.doing.goingBack')).isVisible()).toBe(false);
    expect((await guarded.end).code).toBe(exitCode.failed);
    expect(await readFile(letter, 'utf8')).toBe('of version 2');
    expect(await readFile(join(stack.folder, '.env'), 'utf8')).toBe('VERSION=2\n');
    expect(await version()).toBe('2');
  });

  test('by a command that succeeds waits, is named by doctor, and is kept by a click', async () => {
    const guarded = guard();
    await panel.page.getByText(text('panel.upgrade.doing.confirming')).waitFor({ timeout: 60_000 });
    const findings = await boat.run('doctor');
    expect(findings.stdout).toMatch(/An upgrade of \S+ is guarded \(healthy, waiting for your word, until 20/u);
    await button(text('panel.upgrade.keep')).click();
    expect((await guarded.end).code).toBe(exitCode.done);
    await button(text('panel.upgrade.toPoint')).waitFor();
    expect(await readFile(letter, 'utf8')).toBe('of version 3\n');
    expect(await version()).toBe('3');
    expect(panel.faults).toEqual([]);
  });
});
