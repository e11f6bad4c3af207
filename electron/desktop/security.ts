import { app, session } from 'electron';
import { pageUrl } from './app-protocol.ts';

// Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), as far as it is not in the
// window's own preferences: whatever page there is, it goes nowhere, opens nothing, may nothing.

/** Before Electron is ready. */
export function lockDown(): void {
  // Chromium cannot sandbox as root, and only tests run as root: there the switch is given.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (event.url !== pageUrl) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  app.once('ready', () => {
    const { defaultSession } = session;
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    defaultSession.setPermissionCheckHandler(() => false);
    defaultSession.setDevicePermissionHandler(() => false);
    defaultSession.webRequest.onBeforeRequest((request, answer) => {
      const own = request.url.startsWith('app://') || request.url.startsWith('data:');
      answer({ cancel: !own && !request.url.startsWith('devtools://') });
    });
    defaultSession.on('will-download', (event) => event.preventDefault());
  });
}
