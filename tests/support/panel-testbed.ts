// What vitest starts once before the e2e tests: a display of its own, the page built, an Electron found.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { expectCommand } from './command.ts';
import { obtainPrograms, panelPrograms } from './requirements.ts';

const root = join(import.meta.dirname, '../..');
const node = ['--disable-warning=ExperimentalWarning'];

interface Display extends AsyncDisposable {
  /** For DISPLAY. */
  readonly name: string;
}

/** The path of an Electron; rejects with the reason when there is none. May fetch one. */
export async function findElectron(): Promise<string> {
  return (
    (await expectCommand(process.execPath, [join(root, 'build/electron-runtime.mjs')])).trim().split('\n').at(-1) ?? ''
  );
}

/** A display of our own on a free number. It dies with this process, whatever ends it. */
export async function startDisplay(): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', 'Xvfb', ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const told = server.stdio[3];
  if (!(told instanceof Readable)) throw new Error('Xvfb has no channel to tell its display on');
  const number = await createInterface({ input: told })[Symbol.asyncIterator]().next();
  if (number.done === true) throw new Error('Xvfb did not start');
  return {
    name: `:${number.value}`,
    [Symbol.asyncDispose]: async () => {
      server.kill();
      await ended;
    },
  };
}

/** Resolves with what ends it all again. The workers inherit the environment. */
export async function setup(): Promise<() => Promise<void>> {
  const obstacle = await obtainPrograms(panelPrograms);
  if (obstacle !== null) throw new Error(`e2e tests cannot run: ${obstacle}`);
  process.env['LIFEBOAT_TEST_ELECTRON'] = await findElectron();
  await expectCommand(process.execPath, [...node, join(root, 'build/panel-build.ts'), '--if-needed']);
  const display = await startDisplay();
  process.env['DISPLAY'] = display.name;
  delete process.env['WAYLAND_DISPLAY'];
  return async () => {
    await display[Symbol.asyncDispose]();
  };
}
