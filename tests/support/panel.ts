import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { limitCalls } from './limited.ts';
import { faultsOf, type PanelCalls, panelCalls } from './panel-calls.ts';

export interface PanelOptions {
  /** LIFEBOAT_HOME. */
  readonly home: string;
  /** For instance DOCKER_HOST. The language is English unless LANG says otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** What follows the program on its command line. */
  readonly args?: readonly string[];
}

/** The real panel in real Electron, its window open. Disposal ends it: gracefully, else by force. */
export interface Panel extends PanelCalls, AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** From the start of the process to a rail that can be clicked. */
  readonly readyMs: number;
  /** Errors that the page has put on its console or thrown so far. */
  readonly faults: readonly string[];
  /** What the system's file dialog will answer from now on, without being shown; null: the operator leaves it. */
  readonly answerDialogs: (path: string | null) => Promise<void>;
  /** Ends the process as a crash would, and waits until it is gone. */
  readonly kill: () => Promise<void>;
}

const main = join(import.meta.dirname, '../../electron/desktop/main.ts');
const endLimitMs = 20_000;

/** What every start of the panel in tests has in common; `electron` is the program. */
export function panelCommand({ home, env, args = [] }: PanelOptions): {
  readonly electron: string;
  readonly args: string[];
  readonly env: Record<string, string>;
} {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    electron: electronPath(),
    args: [...rootSwitches(), main, ...args],
    env: { ...Object.fromEntries(inherited), LANG: 'en_US.UTF-8', LIFEBOAT_HOME: home, ...env },
  };
}

/** Panels whose process has not ended, each by what kills it. */
const alive = new Set<Panel['kill']>();

/** Kills what has been opened by `openPanel` since `before` was taken and is still there. For tests that have run out of time. */
export async function killPanels(before: ReadonlySet<Panel['kill']>): Promise<number> {
  const left = [...alive].filter((kill) => !before.has(kill));
  await Promise.all(left.map(async (kill) => kill()));
  return left.length;
}

/** The panels that are open now, for `killPanels`. */
export function openPanels(): ReadonlySet<Panel['kill']> {
  return new Set(alive);
}

/** Starts the panel under the suite's display (`panel-testbed.ts`). */
export async function openPanel(options: PanelOptions): Promise<Panel> {
  const started = performance.now();
  const { electron, args, env } = panelCommand(options);
  const app = await _electron.launch({ executablePath: electron, args, env });
  const child = app.process();
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  alive.add(kill);
  child.once('exit', () => alive.delete(kill));
  try {
    const page = await app.firstWindow();
    limitCalls(page, app);
    const faults = faultsOf(page);
    await page.getByRole('navigation').waitFor();
    const readyMs = performance.now() - started;
    return {
      app,
      page,
      readyMs,
      faults,
      ...panelCalls(page),
      answerDialogs: (path) =>
        app.evaluate(({ dialog }, answer) => {
          dialog.showOpenDialog = () =>
            Promise.resolve({ canceled: answer === null, filePaths: answer === null ? [] : [answer] });
        }, path),
      kill,
      [Symbol.asyncDispose]: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        const late = await Promise.race([ended.then(() => false), wait(endLimitMs, true, { ref: false })]);
        if (late) {
          await kill();
          throw new Error(`the panel did not end within ${endLimitMs} ms of SIGTERM`);
        }
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** The Electron that the suite found. */
export function electronPath(): string {
  const path = process.env['LIFEBOAT_TEST_ELECTRON'];
  if (path === undefined) throw new Error('LIFEBOAT_TEST_ELECTRON is not set: this runs in the e2e suite only');
  return path;
}

/** Chromium refuses to start as root with its sandbox. */
export function rootSwitches(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
