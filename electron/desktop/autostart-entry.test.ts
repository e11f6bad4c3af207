import { describe, expect, it } from 'vitest';
import { autostartEntry, autostartFile, hiddenStart, startsHidden } from './autostart-entry.ts';

const installed = { execPath: '/opt/Lifeboat/lifeboat', script: null, noSandbox: false, env: {} };
const image = { APPIMAGE: '/home/me/Lifeboat.AppImage', APPDIR: '/tmp/.mount_Life' };

describe('the start at login', () => {
  it.each([
    ['of an installed panel', installed, ['/opt/Lifeboat/lifeboat', '--hidden']],
    [
      'of one that runs from its sources, without a sandbox',
      { ...installed, execPath: '/e/electron', script: '/src/main.ts', noSandbox: true },
      ['/e/electron', '--no-sandbox', '/src/main.ts', '--hidden'],
    ],
    [
      'of one with a home of its own',
      { ...installed, env: { LIFEBOAT_HOME: '/srv/boat' } },
      ['env', 'LIFEBOAT_HOME=/srv/boat', '/opt/Lifeboat/lifeboat', '--hidden'],
    ],
    [
      'of an AppImage, whose program is only mounted',
      { ...installed, execPath: '/tmp/.mount_Life/lifeboat', env: image },
      ['/home/me/Lifeboat.AppImage', '--hidden'],
    ],
    [
      'of an installed one that another AppImage has started',
      { ...installed, env: image },
      ['/opt/Lifeboat/lifeboat', '--hidden'],
    ],
  ])('%s', (_what, start, command) => {
    expect(hiddenStart(start)).toEqual(command);
  });

  it.each([
    [['lifeboat'], false, false],
    [['lifeboat', '--hidden'], false, true],
    [['lifeboat'], true, true],
  ])('by %j, opened at login: %j, is hidden: %j', (argv, openedAtLogin, expected) => {
    expect(startsHidden(argv, openedAtLogin)).toBe(expected);
  });
});

describe('the desktop’s file', () => {
  it.each([
    [{}, '/home/me/.config/autostart/lifeboat.desktop'],
    [{ XDG_CONFIG_HOME: '' }, '/home/me/.config/autostart/lifeboat.desktop'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/me/.config/autostart/lifeboat.desktop'],
    [{ XDG_CONFIG_HOME: '/etc/me' }, '/etc/me/autostart/lifeboat.desktop'],
  ])('is with %j at %s', (env, path) => {
    expect(autostartFile(env, '/home/me')).toBe(path);
  });

  it('runs the command', () => {
    expect(autostartEntry(['/opt/Lifeboat/lifeboat', '--hidden'])).toBe(
      '[Desktop Entry]\nType=Application\nName=Lifeboat\nExec=/opt/Lifeboat/lifeboat --hidden\nTerminal=false\n',
    );
  });

  // By the specification: an argument is quoted with \ before ", `, $ and \; then every \ of the value is doubled.
  it.each([
    ['/my apps/船', String.raw`"/my apps/船"`],
    ['/100%/a', '/100%%/a'],
    ['/a"b', String.raw`"/a\\"b"`],
    ['/a$b`c', '"/a\\\\$b\\\\`c"'],
    [String.raw`/a\b`, String.raw`"/a\\\\b"`],
    ['/a\nType=Link', String.raw`"/a\nType=Link"`],
  ])('takes %j as one argument', (path, written) => {
    expect(autostartEntry([path]).split('\n')[3]).toBe(`Exec=${written}`);
  });
});
