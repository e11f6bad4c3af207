// `npm start`: the panel where there is a display and an Electron, else the story in the terminal.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findElectron } from './electron-runtime.mjs';

const root = join(import.meta.dirname, '..');
const cli = ['--disable-warning=ExperimentalWarning', join(root, 'electron/cli/main.ts')];
const say = (text) => process.stderr.write(`start: ${text}\n`);

/** Why no window can be shown, or null. */
function displayObstacle({ DISPLAY: display, WAYLAND_DISPLAY: wayland }) {
  if (process.platform !== 'linux' || wayland) return null;
  if (!display) return 'there is no display (DISPLAY and WAYLAND_DISPLAY are empty)';
  const local = /^:(\d+)(\.\d+)?$/.exec(display);
  if (local !== null && !existsSync(`/tmp/.X11-unix/X${local[1]}`)) return `nothing serves the display ${display}`;
  return null;
}

/** What starts the panel, made ready; throws with the reason when it cannot be. */
function preparePanel(args) {
  const obstacle = displayObstacle(process.env);
  if (obstacle !== null) throw new Error(obstacle);
  const { path, remark } = findElectron(say);
  if (remark !== null) say(remark);
  run('build/panel-build.ts', '--if-needed');
  run('electron/cli/main.ts', 'sample', '--json');
  const asRoot = process.platform === 'linux' && process.getuid() === 0;
  if (asRoot) say('as root the panel runs without Chromium’s sandbox (--no-sandbox): for trying only');
  return [path, ...(asRoot ? ['--no-sandbox'] : []), join(root, 'electron/desktop/main.ts'), ...args];
}

function run(script, ...args) {
  const command = ['--disable-warning=ExperimentalWarning', join(root, script), ...args];
  const end = spawnSync(process.execPath, command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (end.status !== 0)
    throw new Error(`${script} ended with ${end.status}: ${end.stderr.trim() || end.stdout.trim()}`);
}

function commandOf(args) {
  try {
    return preparePanel(args);
  } catch (error) {
    say(`no panel, ${error.message}; the same job in the terminal:`);
    return [process.execPath, ...cli, 'story', ...args];
  }
}

const [file, ...args] = commandOf(process.argv.slice(2));
// Editors that are Electron themselves leave this in their terminals, and there would be no window.
const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
const child = spawn(file, args, { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  say(`cannot start ${file}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
