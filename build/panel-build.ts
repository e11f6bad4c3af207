// Builds what the panel's window needs: the page (`out/renderer`) and its preload (`out/preload`). The main process
// runs from its sources. `--if-needed` builds only when a source is newer than the last build.
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';

const root = join(import.meta.dirname, '..');
const product = join(root, 'out/renderer/index.html');

const shared: InlineConfig = { configFile: false, logLevel: 'warn' };

/** Chromium 142 is that of Electron 39; every Electron that we run on is newer. */
const target = 'chrome142';

async function buildPanel(): Promise<void> {
  await build({
    ...shared,
    root: join(root, 'electron/desktop'),
    build: {
      target,
      outDir: join(root, 'out/preload'),
      emptyOutDir: true,
      lib: { entry: 'preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  });
  await build({
    ...shared,
    root: join(root, 'renderer'),
    plugins: [react()],
    build: {
      target,
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      modulePreload: false,
      // A data: address would need a looser policy for fonts.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
    },
  });
}

function isCurrent(): boolean {
  const built = statSync(product, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync(['{renderer,shared}/**/*', 'electron/desktop/preload.ts', 'package-lock.json'], {
    cwd: root,
  });
  return sources.every((path) => statSync(join(root, path)).mtimeMs <= built);
}

if (!process.argv.includes('--if-needed') || !isCurrent()) await buildPanel();
