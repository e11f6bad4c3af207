import { isAbsolute, join, resolve, sep } from 'node:path';

/** A start at login asks for no window: it is in the tray. */
export const hiddenSwitch = '--hidden';

type Env = Readonly<Record<string, string | undefined>>;

/** How the running panel was started, as far as another start has to know it. */
export interface Start {
  readonly execPath: string;
  /** The script that Electron was given; null in a package, which knows its own. */
  readonly script: string | null;
  /** Chromium runs without its sandbox, and would not start with it here. */
  readonly noSandbox: boolean;
  readonly env: Env;
}

/** The command that starts the same panel, on the same home, in the tray. */
export function hiddenStart({ execPath, script, noSandbox, env }: Start): readonly string[] {
  const { LIFEBOAT_HOME: home } = env;
  return [
    ...(home ? ['env', `LIFEBOAT_HOME=${resolve(home)}`] : []),
    appImageOf(execPath, env) ?? execPath,
    ...(noSandbox ? ['--no-sandbox'] : []),
    ...(script === null ? [] : [script]),
    hiddenSwitch,
  ];
}

/** The AppImage that is mounted below this program; its own path is gone at the next start. Null for any other. */
function appImageOf(execPath: string, { APPIMAGE: image, APPDIR: mount }: Env): string | null {
  // Also in the environment of everything that another AppImage has started.
  return image && mount && execPath.startsWith(mount + sep) ? image : null;
}

/** Where a Linux desktop looks for what it starts at login. */
export function autostartFile({ XDG_CONFIG_HOME: config }: Env, userHome: string): string {
  // The specification ignores a relative one.
  const folder = config && isAbsolute(config) ? config : join(userHome, '.config');
  return join(folder, 'autostart', 'lifeboat.desktop');
}

/** The file's content: a desktop entry that runs this command. */
export function autostartEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Lifeboat',
    `Exec=${execValue(command)}`,
    'Terminal=false',
  ];
  return `${lines.join('\n')}\n`;
}

/** Three layers: field codes of the key, quotes of an argument, escapes of every value. */
function execValue(command: readonly string[]): string {
  return command
    .map((argument) => argument.replaceAll('%', '%%'))
    .map((argument) =>
      /^[\w%+,./:=@-]+$/u.test(argument) ? argument : `"${argument.replaceAll(/["`$\\]/gu, '\\$&')}"`,
    )
    .join(' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n');
}

/** Whether a start is one at login, which shows no window. macOS tells it by other means than the command line. */
export function startsHidden(argv: readonly string[], openedAtLogin: boolean): boolean {
  return openedAtLogin || argv.includes(hiddenSwitch);
}
