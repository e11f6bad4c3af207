import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from 'playwright';
import { expect, test } from 'vitest';
import { expectCommand } from '../support/command.ts';
import { limitCalls } from '../support/limited.ts';
import { electronPath, rootSwitches } from '../support/panel.ts';
import { faultsOf, panelCalls } from '../support/panel-calls.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');

/** Starts a packaged panel; resolves with where its page can be reached. Its fuses forbid what Playwright would use. */
async function startPackaged(program: string, home: string): Promise<AsyncDisposable & { readonly debugger: string }> {
  const child = spawn(program, [...rootSwitches(), '--remote-debugging-port=0'], {
    env: { ...process.env, LIFEBOAT_HOME: home, LANG: 'en_US.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const address = /^DevTools listening on (ws:.*)$/u.exec(line)?.[1];
    if (address === undefined) continue;
    // Still read, so that a full pipe never stops the panel.
    child.stderr.resume();
    return {
      debugger: address,
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGTERM');
        expect(await ended).toEqual([0, null]);
      },
    };
  }
  throw new Error(`the packaged panel did not start: ${said.join('\n')}`);
}

/**
 * Waits until the page is there, by asking the panel itself: Chromium may never answer who attaches in the moment in
 * which a page comes to be.
 */
async function pageShown(address: string): Promise<void> {
  const list = new URL(address.replace('ws:', 'http:'));
  list.pathname = '/json/list';
  await until('the packaged panel has a page', async () => {
    const answer = await fetch(list);
    return (await answer.text()).includes('app://') ? true : null;
  });
}

test('the packaged panel: its fuses, and the whole job on its sample', { timeout: 240_000 }, async ({ skip }) => {
  const linked = (await lstat(join(root, 'node_modules'))).isSymbolicLink();
  skip(linked, 'electron-builder finds nothing through a linked node_modules');
  await using folder = await tempFolder('lbp');
  await expectCommand(
    process.execPath,
    [join(root, 'build/package.mjs'), '--dir', `-c.directories.output=${folder.path}`],
    { env: { ELECTRON_OVERRIDE_DIST_PATH: dirname(electronPath()) } },
  );
  const program = join(folder.path, 'linux-unpacked/lifeboat');

  const fuses = await getCurrentFuseWire(program);
  const stateOf = (fuse: FuseV1Options): boolean => fuses[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: stateOf(FuseV1Options.RunAsNode),
    nodeOptions: stateOf(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: stateOf(FuseV1Options.EnableNodeCliInspectArguments),
    filePrivileges: stateOf(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: stateOf(FuseV1Options.EnableCookieEncryption),
    integrity: stateOf(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: stateOf(FuseV1Options.OnlyLoadAppFromAsar),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    filePrivileges: false,
    cookieEncryption: true,
    integrity: true,
    onlyAsar: true,
  });

  await using home = await tempHome();
  await using panel = await startPackaged(program, home.path);
  await pageShown(panel.debugger);
  const browser = await chromium.connectOverCDP(panel.debugger);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the packaged panel has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  limitCalls(page, null);
  const faults = faultsOf(page);
  await page.getByRole('navigation').waitFor();
  const { call, jobSucceeds } = panelCalls(page);
  const { id, name } = await call('stacks.add', { kind: 'sample' });
  const request = { stack: id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
  await jobSucceeds(await call('backups.start', request));
  const [backup] = await call('backups.list', { stack: id });
  expect(backup).toMatchObject({ status: 'succeeded', verified: true });
  await jobSucceeds(await call('backups.verify', { backup: backup?.id ?? '' }));
  const wish = { backup: backup?.id ?? '', scope: 'full' as const, only: [], exclude: [], safetyBackup: true };
  const { token } = await call('rollback.plan', wish);
  const start = { token, typed: name, acceptMajorVersion: false };
  await jobSucceeds(await call('rollback.start', start));
  expect(faults).toEqual([]);
  await browser.close();
});
