import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import { eventChannel } from '../../shared/ipc/channels.ts';
import type { PanelEvent } from '../../shared/ipc/events.ts';
import { pageUrl } from './app-protocol.ts';

const preload = join(import.meta.dirname, '../../out/preload/preload.cjs');
const icon = join(import.meta.dirname, '../../resources/icons/lifeboat.png');
const Bounds = z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() });
const standard = { width: 1120, height: 760 };
const leastLifeMs = 10_000;
const smallest = { minWidth: 860, minHeight: 560 };

/** The panel's one window; it remembers where it was. */
export class PanelWindow {
  readonly browser: BrowserWindow;
  readonly #boundsFile: string;
  #maximizeAtShow: boolean;

  /** Not shown before `open`. */
  constructor(boundsFile: string) {
    this.#boundsFile = boundsFile;
    const bounds = readBounds(boundsFile);
    this.browser = new BrowserWindow({
      ...standard,
      ...smallest,
      ...(bounds !== null && isOnScreen(bounds)
        ? { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height }
        : {}),
      show: false,
      title: 'Lifeboat',
      icon,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#14191C' : '#F7F8F8',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
      },
    });
    this.browser.removeMenu();
    this.#reviveAfterCrash();
    this.#maximizeAtShow = bounds?.maximized === true;
    this.browser.once('show', () => {
      // Not before: it would show the window.
      if (this.#maximizeAtShow) this.browser.maximize();
      this.#maximizeAtShow = false;
    });
  }

  /** Hidden, it waits for `show`. */
  async open({ hidden }: { readonly hidden: boolean }): Promise<void> {
    if (hidden) {
      await this.browser.loadURL(pageUrl);
      return;
    }
    const shown = new Promise<void>((resolve) => {
      this.browser.once('ready-to-show', () => {
        this.browser.show();
        resolve();
      });
    });
    await this.browser.loadURL(pageUrl);
    await shown;
  }

  show(): void {
    if (this.browser.isMinimized()) this.browser.restore();
    this.browser.show();
    this.browser.focus();
  }

  get watched(): boolean {
    return this.browser.isVisible() && this.browser.isFocused();
  }

  send(event: PanelEvent): void {
    if (!this.browser.isDestroyed()) this.browser.webContents.send(eventChannel, event);
  }

  /** What happens when the operator closes the window: it hides, goes, or stays. */
  onClose(decide: () => 'hide' | 'close' | 'stay'): void {
    this.browser.on('close', (event) => {
      this.#remember();
      const decision = decide();
      if (decision !== 'close') event.preventDefault();
      if (decision === 'hide') this.browser.hide();
    });
  }

  /** A page whose process has died could not even be asked whether to quit. One that dies at once stays dead. */
  #reviveAfterCrash(): void {
    let revivedAt = 0;
    this.browser.webContents.on('render-process-gone', () => {
      if (Date.now() - revivedAt < leastLifeMs) return;
      revivedAt = Date.now();
      // Not in the middle of the event: Electron still takes the dead process apart.
      setImmediate(() => {
        if (!this.browser.isDestroyed()) this.browser.webContents.reload();
      });
    });
  }

  #remember(): void {
    const bounds = { ...this.browser.getNormalBounds(), maximized: this.#maximizeAtShow || this.browser.isMaximized() };
    try {
      writeFileSync(this.#boundsFile, JSON.stringify(bounds), { mode: 0o600 });
    } catch {
      // A place that cannot be remembered is no reason to keep a window open.
    }
  }
}

function readBounds(file: string): z.infer<typeof Bounds> | null {
  try {
    return Bounds.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isOnScreen({ x, y, width, height }: Rectangle): boolean {
  return screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x + width > workArea.x &&
        x < workArea.x + workArea.width &&
        y >= workArea.y - 10 &&
        y < workArea.y + workArea.height - 40 &&
        height > 0,
    );
}
