import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PanelSettings, standardSettings } from '../../shared/model/panel-settings.ts';
import { readSettings, writeSettings } from './settings-file.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeboat-settings-'));
  file = join(folder, 'panel.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const changed: PanelSettings = {
  language: 'zh-CN',
  theme: 'dark',
  startAtLogin: true,
  closeToTray: false,
  notifications: false,
};

describe('the settings file', () => {
  it('gives back what was written', async () => {
    await writeSettings(file, changed);
    expect(readSettings(file)).toEqual(changed);
  });

  it('is replaced as a whole, and leaves nothing beside it', async () => {
    await writeSettings(file, changed);
    await writeSettings(file, standardSettings);
    expect(readSettings(file)).toEqual(standardSettings);
    expect(readdirSync(folder)).toEqual(['panel.json']);
  });

  it.skipIf(process.platform === 'win32')('is the operator’s alone', async () => {
    await writeSettings(file, changed);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is the standard where there is none', () => {
    expect(readSettings(file)).toEqual(standardSettings);
  });

  it.each([
    ['nothing', ''],
    ['half a file', '{ "language": "en", "the'],
    ['not an object', '"dark"'],
    ['null', 'null'],
    ['an unknown language', '{ "language": "fr" }'],
    ['a wrong type', '{ "theme": "dark", "startAtLogin": "yes" }'],
    ['a name too many', '{ "theme": "dark", "password": "x" }'],
  ])('is the standard where it holds %s', (_what, content) => {
    writeFileSync(file, content);
    expect(readSettings(file)).toEqual(standardSettings);
  });

  it('is the standard in what an older Lifeboat has not written', () => {
    writeFileSync(file, '{ "theme": "dark", "notifications": false }');
    expect(readSettings(file)).toEqual({ ...standardSettings, theme: 'dark', notifications: false });
  });

  it('says why it could not be written', async () => {
    await expect(writeSettings(join(folder, 'gone', 'panel.json'), changed)).rejects.toMatchObject({
      code: 'FILE_FAILED',
    });
  });
});
