import { join } from 'node:path';
import { app, dialog, nativeTheme, shell } from 'electron';
import type { PanelState } from '../../shared/ipc/contract.ts';
import type { PanelEvent } from '../../shared/ipc/events.ts';
import type { RecoveryReport } from '../../shared/model/report.ts';
import { systemClock } from '../core/clock.ts';
import { watchForDeaths } from '../core/death-watch.ts';
import { AppError } from '../core/errors.ts';
import { createEngine } from '../core/engine.ts';
import { beginByHand } from '../core/jobs/make-way.ts';
import { toolVersion } from '../core/tool-version.ts';
import { registerScheme, serveRenderer } from './app-protocol.ts';
import { ChosenPaths } from './chosen-paths.ts';
import type { Desk, PanelPart } from './desk.ts';
import { choosePath, tellRefused } from './dialogs.ts';
import { handlersOf } from './handlers.ts';
import { listenToWindow } from './ipc.ts';
import { isStartAtLogin } from './login-item.ts';
import { notifyOfAlarms, notifyOfJobs } from './notify.ts';
import { Preferences, wordsOf } from './preferences.ts';
import { Quitting } from './quitting.ts';
import { lockDown } from './security.ts';
import { listenToSystem } from './system-events.ts';
import { toldFailure } from './told-failure.ts';
import { createTray } from './tray.ts';
import { PanelWindow } from './window.ts';

/** Opens the panel once Electron is ready. Wiring only. */
export function startPanel(home: string): void {
  registerScheme();
  lockDown();
  app
    .whenReady()
    .then(() => openPanel(home))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      const words = wordsOf(home);
      // Returns when it was read: without it, a click on the icon would do nothing at all.
      dialog.showErrorBox(words.text('desktop.start.failed'), toldFailure(error, words, systemClock()));
      app.exit(1);
    });
}

async function openPanel(home: string): Promise<void> {
  const preferences = new Preferences(home);
  const engine = await createEngine({ home, env: process.env });
  // Before the window: it tells what this did.
  let recovery: RecoveryReport = await engine.recover();

  serveRenderer();
  const window = new PanelWindow(join(home, 'panel-window.json'));
  const tell = (event: PanelEvent): void => window.send(event);
  const quitting = new Quitting({ engine, window, end: () => app.quit() });
  const watch = watchForDeaths({
    engine,
    told(found) {
      recovery = found;
      tell({ type: 'state', state: state() });
    },
    failed: (error) => process.stderr.write(`${String(error)}\n`),
  });
  app.on('will-quit', () => watch[Symbol.dispose]());
  const state = (): PanelState => ({
    version: toolVersion,
    electron: process.versions.electron,
    home,
    language: preferences.words.language,
    dark: nativeTheme.shouldUseDarkColors,
    settings: preferences.now,
    recovery,
  });
  const panel: PanelPart = {
    state,
    async set(change) {
      try {
        await preferences.change(change);
      } finally {
        // A part of it may hold when it fails.
        tray.renew();
        tell({ type: 'state', state: state() });
      }
      return state();
    },
    openLogs: async () => {
      const path = join(home, 'logs');
      const detail = await shell.openPath(path);
      if (detail !== '') throw new AppError('FILE_FAILED', { path, detail });
    },
    quit: (decision) => quitting.decide(decision),
    choosePath: (purpose) => choosePath(window.browser, preferences.words, purpose),
  };
  const desk: Desk = {
    engine,
    clock: systemClock,
    paths: new ChosenPaths(),
    panel,
    async begin(start) {
      const { jobId, result } = await beginByHand((job) => engine.makeWay(job), start);
      // Its end is in the catalog and told by events; here nobody waits for it.
      result.catch(() => undefined);
      return { jobId };
    },
    showFolder: (path) => shell.showItemInFolder(path),
    stacksChanged: () => tray.renew(),
  };
  // Until the engine is closed.
  engine.runScheduler('panel');
  listenToWindow(window, handlersOf(desk));
  const tray = createTray({
    engine,
    window,
    words: () => preferences.words,
    begin: desk.begin,
    quit: () => quitting.ask(),
    clock: systemClock,
    refused(act, error) {
      const { words } = preferences;
      window.show();
      const what = words.text(act === 'backUp' ? 'desktop.tray.refused' : 'desktop.tray.refusedPause');
      tellRefused(window.browser, what, toldFailure(error, words, systemClock()));
    },
  });
  engine.onJob((job) => tell({ type: 'job', job }));
  // A night that was missed has no job.
  engine.onPolicyRun(() => tray.renew());
  app.on('will-quit', () => tray[Symbol.dispose]());
  const notices = { words: () => preferences.words, wanted: () => preferences.now.notifications };
  notifyOfJobs(engine, window, notices);
  notifyOfAlarms(engine, window, notices);
  nativeTheme.on('updated', () => tell({ type: 'state', state: state() }));
  listenToSystem({ window, quitting, closeToTray: () => preferences.now.closeToTray });
  await window.open({ hidden: isStartAtLogin() });
}
