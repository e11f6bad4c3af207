// Whether `node_modules` is what the lock file says, and making it so. Plain JavaScript for Node >= 18.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Node that everything outside Electron runs on: the npm package `node`, at the lock file's version. */
export function nodeBinary(root) {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Installs what is missing or differs from the lock file; throws when that does not succeed. May be called by
 * several processes at once: one installs, the others wait.
 */
export function installDependencies(root, say) {
  if (isInstalled(root)) return;
  // `npm ci` empties the folder that a link leads to, under the feet of whoever shares it.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error('node_modules is a link and not what the lock file says; nothing was installed');
  }
  const release = lock(root, say);
  try {
    if (isInstalled(root)) return;
    if (!isAsLocked(root)) {
      say('installing dependencies (once per lock file)');
      npm(root, ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']);
    }
    // The only install script that runs here: it fetches the Node binary for this platform from the registry.
    say('installing Node');
    npm(root, ['rebuild', 'node', '--ignore-scripts=false']);
    const wanted = wantedNode(root);
    const found = spawnSync(nodeBinary(root), ['--version'], { encoding: 'utf8' }).stdout?.trim();
    if (found !== wanted) throw new Error(`Node ${wanted} is needed, node_modules has ${found ?? 'none'}`);
  } finally {
    release();
  }
}

function isInstalled(root) {
  return existsSync(nodeBinary(root)) && isAsLocked(root);
}

/**
 * Compares the lock file with npm's own record of what it put into `node_modules` (written last, so an interrupted
 * installation has none). Only optional packages, made for other platforms, may be absent.
 */
function isAsLocked(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(lockedPackages(root)).every(([path, locked]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return locked.optional === true || locked.devOptional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

function lockedPackages(root) {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
}

/** Runs the npm that runs this script, with all its output on stderr. */
export function npm(root, args) {
  const script = process.env['npm_execpath'];
  const [command, ...first] = script === undefined ? ['npm'] : [process.execPath, script];
  const preload = `--require ${JSON.stringify(join(root, 'build/assume-node.cjs'))}`;
  const { status, error } = spawnSync(command, [...first, ...args, '--loglevel=error'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${preload}`.trim(),
      LIFEBOAT_NODE_VERSION: wantedNode(root),
    },
    stdio: ['ignore', process.stderr, process.stderr],
    shell: script === undefined && process.platform === 'win32',
  });
  if (error !== undefined) throw new Error(`cannot run npm: ${error.message}`);
  if (status !== 0) throw new Error(`npm ${args[0]} failed (exit ${status})`);
}

function wantedNode(root) {
  return `v${lockedPackages(root)['node_modules/node'].version}`;
}

/** Outside `node_modules`, because `npm ci` removes that folder. A lock whose process is dead is taken over. */
function lock(root, say) {
  const file = join(tmpdir(), `lifeboat-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(existsSync(file) ? readFileSync(file, 'utf8') : 0);
    if (!isAlive(holder)) rmSync(file, { force: true });
    else if (!waited) say(`waiting for process ${holder}, which is installing dependencies`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isAlive(pid) {
  if (pid === 0) return true; // created, its pid not yet written
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
