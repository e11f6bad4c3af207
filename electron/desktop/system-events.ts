import { app, powerMonitor } from 'electron';
import { startsHidden } from './autostart-entry.ts';
import type { Quitting } from './quitting.ts';
import type { PanelWindow } from './window.ts';

interface SystemDeps {
  readonly window: PanelWindow;
  readonly quitting: Quitting;
  readonly closeToTray: () => boolean;
}

/** Hears what the system wants of the panel: that it shows itself, or that it ends. */
export function listenToSystem({ window, quitting, closeToTray }: SystemDeps): void {
  app.on('second-instance', (_event, argv) => {
    if (!startsHidden(argv, false)) window.show();
  });
  app.on('activate', () => window.show());
  // The window may go, the panel stays in the tray.
  app.on('window-all-closed', () => undefined);
  window.onClose(() => quitting.windowClosed(closeToTray()));
  app.on('before-quit', (event) => quitting.guard(event));
  // Nobody may be there to be asked (the session ends, Ctrl-C): what runs is cancelled, its services come back.
  const cancelAndEnd = (): void => quitting.decide('cancel');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, cancelAndEnd);
  // Linux and macOS by the one, Windows by the other.
  powerMonitor.on('shutdown', (event?: { readonly preventDefault: () => void }) => {
    // The system waits until the services are back.
    event?.preventDefault();
    cancelAndEnd();
  });
  window.browser.on('session-end', cancelAndEnd);
}
