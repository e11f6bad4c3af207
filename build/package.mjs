// `npm run package`: the page built anew, then electron-builder with what is asked for, `--dir` for example.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];

function run(script, ...args) {
  const command = ['--disable-warning=ExperimentalWarning', join(root, script), ...args];
  const end = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (end.status !== 0) process.exit(end.status ?? 1);
}

run('build/panel-build.ts');
// An Electron that lies on this machine is packaged as it is, without the network; else the official one is fetched.
run('node_modules/electron-builder/cli.js', ...(dist ? [`-c.electronDist=${dist}`] : []), ...process.argv.slice(2));
