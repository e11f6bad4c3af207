import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openPanel, panelCommand } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

test('it starts, shows the way to everything, puts no error on the console, and ends on SIGTERM', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  process.stdout.write(`panel usable ${Math.round(panel.readyMs)} ms after its start\n`);
  expect(panel.readyMs).toBeLessThan(15_000);
  for (const name of ['Overview', 'Health', 'Settings', 'Jobs']) {
    await panel.page.getByRole('navigation').getByRole('button', { name }).click();
    // The jobs lie over the page.
    await panel.page.keyboard.press('Escape');
  }
  expect(panel.faults).toEqual([]);
  expect(await panel.call('panel.state')).toMatchObject({ home: home.path, language: 'en', recovery: { jobs: [] } });
});

test('a second start ends by itself, and brings the first to the front', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  await panel.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const { electron, args, env } = panelCommand({ home: home.path });
  const second = spawn(electron, args, { env, stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await until('the first window is shown', async () => {
    const shown = await panel.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    return shown === true ? true : null;
  });
});

test('two homes are two panels', async () => {
  await using one = await tempHome();
  await using other = await tempHome();
  await using first = await openPanel({ home: one.path });
  await using second = await openPanel({ home: other.path });
  expect([(await first.call('panel.state')).home, (await second.call('panel.state')).home]).toEqual([
    one.path,
    other.path,
  ]);
});

test('language and theme change at once, and are still there after a new start', async () => {
  await using home = await tempHome();
  const look = `({ lang: document.documentElement.lang, theme: document.documentElement.dataset.theme })`;
  {
    await using panel = await openPanel({ home: home.path });
    await panel.call('panel.set', { theme: 'light' });
    await panel.page.locator('html[data-theme=light]').waitFor();
    await panel.call('panel.set', { theme: 'dark', language: 'zh-CN' });
    await panel.page.locator('html[data-theme=dark]').waitFor();
    await panel.page.getByRole('button', { name: '设置' }).waitFor();
    expect(panel.faults).toEqual([]);
  }
  await using panel = await openPanel({ home: home.path });
  expect(await panel.page.evaluate(look)).toEqual({ lang: 'zh-CN', theme: 'dark' });
});

test('the window comes back where it was', async () => {
  await using home = await tempHome();
  const bounds = { x: 40, y: 50, width: 1000, height: 640 };
  {
    await using panel = await openPanel({ home: home.path });
    await panel.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
  }
  await using panel = await openPanel({ home: home.path });
  const found = await panel.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(found).toEqual(bounds);
});

test('closed to the tray it goes on; closed for good it ends', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  const close = (): Promise<void> =>
    panel.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await close();
  expect(await panel.call('panel.state')).toMatchObject({ home: home.path });
  await panel.call('panel.set', { closeToTray: false });
  const ended = once(panel.app.process(), 'exit');
  await close();
  expect(await ended).toEqual([0, null]);
});
