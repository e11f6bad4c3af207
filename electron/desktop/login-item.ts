import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { removeDurably, writeDurably } from '../core/durable-file.ts';
import { fileFailure } from '../core/file-failure.ts';
import { autostartEntry, autostartFile, hiddenStart, hiddenSwitch, startsHidden } from './autostart-entry.ts';

const script = join(import.meta.dirname, 'main.ts');

/** Whether the desktop starts the panel when the operator logs in. */
export class LoginItem {
  #last: Promise<void> = Promise.resolve();

  /** One after the other, so that the last one asked for holds. FILE_FAILED. */
  async set(wanted: boolean): Promise<void> {
    const before = this.#last;
    const mine = before.then(async () => apply(wanted));
    this.#last = mine.catch(() => undefined);
    await mine;
  }
}

/** Whether this start is the desktop's own, at login. */
export function isStartAtLogin(): boolean {
  return startsHidden(process.argv, process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

async function apply(wanted: boolean): Promise<void> {
  if (process.platform === 'linux') {
    await applyOnLinux(wanted);
    return;
  }
  app.setLoginItemSettings({
    openAtLogin: wanted,
    args: app.isPackaged ? [hiddenSwitch] : [`"${script}"`, hiddenSwitch],
  });
}

/** Electron does nothing there. */
async function applyOnLinux(wanted: boolean): Promise<void> {
  const file = autostartFile(process.env, homedir());
  if (!wanted) {
    await removeDurably(file);
    return;
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileFailure(error, dirname(file));
  });
  const start = hiddenStart({
    execPath: process.execPath,
    script: app.isPackaged ? null : script,
    noSandbox: app.commandLine.hasSwitch('no-sandbox'),
    env: process.env,
  });
  await writeDurably(file, autostartEntry(start));
}
