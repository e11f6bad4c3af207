import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import type { Language } from '../../shared/language.ts';
import { openPanel, panelCommand } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const recordBoxes = join(import.meta.dirname, '../support/record-boxes.cjs');

test.for<Language>(['en', 'zh-CN'])(
  'a catalog that cannot be opened: a box says so in %s, and nothing is touched',
  async (language) => {
    await using home = await tempHome();
    const catalog = join(home.path, 'catalog.db');
    const content = 'this is not a database, and nobody may make one of it';
    await writeFile(catalog, content);
    await writeFile(join(home.path, 'panel.json'), JSON.stringify({ language }));
    const { electron, args, env } = panelCommand({ home: home.path });
    const panel = spawn(electron, ['-r', recordBoxes, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const [said, [code]] = await Promise.all([textOf(panel.stdout), once(panel, 'exit')]);
    expect(code).toBe(1);
    const boxes = said.split('\n').filter((line) => line.startsWith('{'));
    expect(boxes).toHaveLength(1);
    const box: unknown = JSON.parse(boxes[0] ?? '');
    const { text, error } = createTranslator(language);
    const { action } = error({ code: 'CATALOG_UNUSABLE', params: { path: catalog, detail: '' } }, 0);
    expect(box).toEqual({ title: text('desktop.start.failed'), content: expect.stringContaining(action) });
    expect(box).toEqual(expect.objectContaining({ content: expect.stringContaining(catalog) }));
    expect(await readFile(catalog, 'utf8')).toBe(content);
  },
);

test('a page whose process has died comes back', async () => {
  await using home = await tempHome();
  await using panel = await openPanel({ home: home.path });
  const before = await panel.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const id = window?.webContents.getOSProcessId();
    window?.webContents.forcefullyCrashRenderer();
    return id;
  });
  expect(before).toBeGreaterThan(0);
  await until('the rail is there again', async () => {
    const now = await panel.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.webContents.isLoading() === false ? window.webContents.getOSProcessId() : 0;
    });
    if (now === 0 || now === before) return null;
    const rail = await panel.app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const found: unknown = await window?.webContents.executeJavaScript("document.querySelector('nav') !== null");
      return found;
    });
    return rail === true ? true : null;
  });
});
