import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { electronPath, openPanel, type Panel, panelCommand } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const isShown = ({ app }: Panel): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

test('started with --hidden it works without a window, also one that was maximized, until it is asked for', async () => {
  await using home = await tempHome();
  const place = { x: 40, y: 50, width: 1000, height: 640, maximized: true };
  await writeFile(join(home.path, 'panel-window.json'), JSON.stringify(place));
  await using panel = await openPanel({ home: home.path, args: ['--hidden'] });
  expect(await panel.call('stacks.list')).toEqual([]);
  expect(await isShown(panel)).toBe(false);

  const again = panelCommand({ home: home.path, args: ['--hidden'] });
  expect(await once(spawn(again.electron, again.args, { env: again.env, stdio: 'ignore' }), 'exit')).toEqual([0, null]);
  expect(await isShown(panel)).toBe(false);

  const { electron, args, env } = panelCommand({ home: home.path });
  expect(await once(spawn(electron, args, { env, stdio: 'ignore' }), 'exit')).toEqual([0, null]);
  await until('the window is shown', async () => ((await isShown(panel)) ? true : null));
  expect(panel.faults).toEqual([]);
});

test.runIf(process.platform === 'linux')('the desktop is told to start it at login, and not to any more', async () => {
  await using home = await tempHome();
  const config = join(home.beside, 'my config');
  const file = join(config, 'autostart', 'lifeboat.desktop');
  await using panel = await openPanel({ home: home.path, env: { XDG_CONFIG_HOME: config } });
  await panel.call('panel.set', { theme: 'dark', startAtLogin: false });
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });

  await panel.call('panel.set', { startAtLogin: true });
  const entry = await readFile(file, 'utf8');
  expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/u);
  const [, command = ''] = /^Exec=(.*)$/mu.exec(entry) ?? [];
  expect(command).toContain(`LIFEBOAT_HOME=${home.path} ${electronPath()} `);
  expect(command).toMatch(/\/electron\/desktop\/main\.ts --hidden$/u);
  // What the entry says starts this same panel: the second one finds the first, and ends.
  const second = spawn('sh', ['-c', command], { stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);

  // Another setting does not touch what the operator may have changed there.
  await rm(file);
  await panel.call('panel.set', { theme: 'light' });
  expect(await readdir(join(config, 'autostart'))).toEqual([]);
  await panel.call('panel.set', { startAtLogin: false });
  expect(await readdir(join(config, 'autostart'))).toEqual([]);
});

test.runIf(process.platform === 'linux')('a desktop that cannot be told is no setting that holds', async () => {
  await using home = await tempHome();
  const config = join(home.beside, 'config');
  await writeFile(config, 'a file where the folder should be');
  await using panel = await openPanel({ home: home.path, env: { XDG_CONFIG_HOME: config } });
  expect(await panel.refusal('panel.set', { startAtLogin: true })).toMatchObject({ code: 'FILE_FAILED' });
  expect((await panel.call('panel.state')).settings.startAtLogin).toBe(false);
});
