import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PanelSettings, standardSettings } from '../../shared/model/panel-settings.ts';
import { readSettings, SettingsFile } from './settings-file.ts';

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
    await new SettingsFile(file).change(changed);
    expect(readSettings(file)).toEqual(changed);
  });

  it('is replaced as a whole, and leaves nothing beside it', async () => {
    await new SettingsFile(file).change(changed);
    await new SettingsFile(file).change(standardSettings);
    expect(readSettings(file)).toEqual(standardSettings);
    expect(readdirSync(folder)).toEqual(['panel.json']);
  });

  it.skipIf(process.platform === 'win32')('is the operator’s alone', async () => {
    await new SettingsFile(file).change(changed);
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

  it('takes several changes at once, each on what the one before has left', async () => {
    const settings = new SettingsFile(file);
    await Promise.all([settings.change({ theme: 'dark' }), settings.change({ closeToTray: false })]);
    expect(settings.now).toEqual({ ...standardSettings, theme: 'dark', closeToTray: false });
    expect(readSettings(file)).toEqual(settings.now);
  });

  it('says why it could not be written, holds what stands in the file, and takes the next change', async () => {
    const home = join(folder, 'gone');
    const settings = new SettingsFile(join(home, 'panel.json'));
    await expect(settings.change(changed)).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(settings.now).toEqual(standardSettings);
    mkdirSync(home);
    await settings.change({ theme: 'dark' });
    expect(settings.now).toEqual({ ...standardSettings, theme: 'dark' });
  });
});
