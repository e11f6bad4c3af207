// Entry of every npm script. Runs on the Node that the machine happens to have (>= 18, nothing installed), makes
// the dependencies present, and hands over to the Node of `node_modules`. Says nothing when nothing is to do, and
// never writes to stdout: `npm run -s lifeboat -- … --json` owns it.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, nodeBinary } from './dependencies.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const entries = {
  start: ['build/start.mjs'],
  lifeboat: ['electron/cli/main.ts'],
  test: ['tests/run.ts'],
  bench: ['tests/bench/main.ts'],
  chaos: ['tests/chaos/main.ts'],
  fuzz: ['tests/contract/main.ts'],
  screens: ['tests/screens/main.ts'],
};

const [verb = '', ...rest] = process.argv.slice(2);
const entry = Object.hasOwn(entries, verb) ? entries[verb] : undefined;
if (entry === undefined) {
  process.stderr.write(`usage: node build/setup.mjs <${Object.keys(entries).join('|')}> [arguments]\n`);
  process.exit(2);
}

try {
  installDependencies(root, (text) => process.stderr.write(`setup: ${text}\n`));
} catch (error) {
  process.stderr.write(`setup: ${error.message}\n`);
  process.exit(1);
}

const [file, ...fixed] = entry;
const child = spawn(nodeBinary(root), ['--disable-warning=ExperimentalWarning', join(root, file), ...fixed, ...rest], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compile'), ...process.env },
});

// The child decides how a signal ends the run (services come back first); this process only outlives it. A Ctrl-C
// in a terminal reaches the child by itself as well, so it may hear one request more than once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`setup: cannot start Node: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
