import { homedir } from 'node:os';
import { join } from 'node:path';
import { enableCompileCache } from 'node:module';
import { app } from 'electron';

// Everything of a panel lies in its home, Chromium's own files too: two homes are two installations.
const home = process.env['LIFEBOAT_HOME'] || join(homedir(), '.lifeboat');
app.setPath('userData', join(home, 'panel'));
app.setAppUserModelId('app.lifeboat.panel');

// Before anything else is imported: the sources run as they are, and a start would pay for their types again.
enableCompileCache(join(home, 'panel', 'compile-cache'));

if (app.requestSingleInstanceLock()) {
  const { startPanel } = await import('./panel.ts');
  startPanel(home);
} else {
  app.quit();
}
