import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandEnd, runCommand } from '../tests/support/command.ts';
import { tempFolder } from '../tests/support/temp-folder.ts';

// A tree of its own with the real scripts, and a stand-in for npm that writes down how it is called.
const fakeNpm = `
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
const verb = process.argv[2];
appendFileSync('calls', verb + ' ' + process.version + '\\n');
console.log('npm talks');
if (process.env.NPM_FAILS === verb) process.exit(9);
await new Promise((resolve) => setTimeout(resolve, 200));
if (verb === 'ci') {
  mkdirSync('node_modules/node/bin', { recursive: true });
  const packages = { 'node_modules/node': { version: '24.0.0' }, 'node_modules/a': { version: '1.0.0' } };
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
}
if (verb === 'rebuild') symlinkSync(process.env.REAL_NODE, 'node_modules/node/bin/node');
`;

const fakeMain = `
process.on('SIGINT', () => setImmediate(() => { console.log('services are back'); process.exit(130); }));
const [verb] = process.argv.slice(2);
console.log(JSON.stringify(process.argv.slice(2)));
if (verb === 'wait') setInterval(() => undefined, 1000);
if (verb === 'seven') process.exitCode = 7;
`;

interface Tree extends AsyncDisposable {
  readonly path: string;
  calls(): Promise<string[]>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandEnd>;
}

const wantedVersion = process.version.slice(1);

async function tree(): Promise<Tree> {
  const folder = await tempFolder();
  const at = (name: string): string => join(folder.path, name);
  for (const name of ['setup.mjs', 'dependencies.mjs', 'assume-node.cjs']) {
    await cp(join(import.meta.dirname, name), at(`build/${name}`));
  }
  await mkdir(at('electron/cli'), { recursive: true });
  await writeFile(at('npm.mjs'), fakeNpm.replaceAll('24.0.0', wantedVersion));
  await writeFile(at('electron/cli/main.ts'), fakeMain);
  await writeFile(at('package-lock.json'), lockFile('1.0.0'));
  return {
    path: folder.path,
    calls: async () => (await readFile(at('calls'), 'utf8')).trim().split('\n'),
    start: (args, env = {}) =>
      runCommand(process.execPath, [at('build/setup.mjs'), ...args], {
        cwd: folder.path,
        env: { npm_execpath: at('npm.mjs'), REAL_NODE: process.execPath, ...env },
      }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** `b` stands for a package of another platform: locked, and rightly not installed. */
function lockFile(versionOfA: string): string {
  const packages = {
    '': { name: 'x' },
    'node_modules/node': { version: wantedVersion },
    'node_modules/a': { version: versionOfA },
    'node_modules/b': { version: '1.0.0', optional: true },
  };
  return JSON.stringify({ packages });
}

test('the first run installs, and leaves stdout to the program; the next says nothing and calls no npm', async () => {
  await using at = await tree();
  const first = await at.start(['lifeboat', 'stacks', '--json']);
  expect(first).toMatchObject({ code: 0, stdout: '["stacks","--json"]\n' });
  expect(first.output).toContain('npm talks');
  const calls = [`ci ${process.version}`, `rebuild ${process.version}`];
  expect(await at.calls()).toEqual(calls);

  expect(await at.start(['lifeboat'])).toMatchObject({ code: 0, output: '[]\n' });
  expect(await at.calls()).toEqual(calls);
});

test('a changed lock file installs again, a missing Node only Node', async () => {
  await using at = await tree();
  await at.start(['lifeboat']);
  await rm(join(at.path, 'node_modules/node/bin/node'));
  await at.start(['lifeboat']);
  expect((await at.calls()).map((call) => call.split(' ')[0])).toEqual(['ci', 'rebuild', 'rebuild']);

  await rm(join(at.path, 'node_modules/node/bin/node'));
  await writeFile(join(at.path, 'package-lock.json'), lockFile('2.0.0'));
  await at.start(['lifeboat']);
  expect((await at.calls()).slice(3).map((call) => call.split(' ')[0])).toEqual(['ci', 'rebuild']);
});

test('a linked node_modules that differs from the lock file is left alone', async () => {
  await using at = await tree();
  await at.start(['lifeboat']);
  await rename(join(at.path, 'node_modules'), join(at.path, 'shared'));
  await symlink(join(at.path, 'shared'), join(at.path, 'node_modules'));
  expect(await at.start(['lifeboat'])).toMatchObject({ code: 0 });
  const before = await at.calls();
  await writeFile(join(at.path, 'package-lock.json'), lockFile('2.0.0'));
  const end = await at.start(['lifeboat']);
  expect(end).toMatchObject({ code: 1, stdout: '' });
  expect(end.output).toContain('node_modules is a link');
  expect(await at.calls()).toEqual(before);
});

test('two at once install once', async () => {
  await using at = await tree();
  const ends = await Promise.all([at.start(['lifeboat']), at.start(['lifeboat'])]);
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  expect(await at.calls()).toHaveLength(2);
});

test('a failed installation ends the run before the program', async () => {
  await using at = await tree();
  const end = await at.start(['lifeboat'], { NPM_FAILS: 'ci' });
  expect(end).toMatchObject({ code: 1, stdout: '' });
  expect(end.output).toContain('setup: npm ci failed (exit 9)');
});

test("the program's exit code and arguments pass through; an unknown verb is a usage error", async () => {
  await using at = await tree();
  await at.start(['lifeboat']);
  expect(await at.start(['lifeboat', 'seven', 'a b'])).toMatchObject({ code: 7, stdout: '["seven","a b"]\n' });
  expect(await at.start(['nonesuch'])).toMatchObject({ code: 2, stdout: '' });
});

test('SIGINT reaches the program, which ends in its own way before the script does', async () => {
  await using at = await tree();
  await at.start(['lifeboat']);
  const script = spawn(process.execPath, [join(at.path, 'build/setup.mjs'), 'lifeboat', 'wait'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = collect(script);
  await once(script.stdout, 'data');
  script.kill('SIGINT');
  expect(await once(script, 'close')).toEqual([130, null]);
  expect(said()).toBe('["wait"]\nservices are back\n');
});

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
