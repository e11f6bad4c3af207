import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findProgram, runProgram } from './child-program.ts';

const options = { cwd: tmpdir(), env: process.env, interactive: false };
/** A process that nobody has waited for yet is a `Z`; one that is gone has no state. */
async function stateOf(pid: number): Promise<string> {
  // It ends with 1 when there is none.
  const said = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return said.stdout.trim().slice(0, 1);
}

const untouched = new AbortController().signal;

test('lines of both streams are heard, and the exit code is told', async () => {
  const lines: string[] = [];
  const code = 'console.log("one"); console.error("two"); process.exitCode = 7';
  const onLine = (line: string) => lines.push(line);
  const end = await runProgram([process.execPath, '-e', code], { ...options, onLine, signal: untouched });
  expect(end).toEqual({ code: 7, signal: null, lingers: false });
  expect(lines.toSorted()).toEqual(['one', 'two']);
});

test('operands are passed as they are: nothing of them is a shell’s', async () => {
  const lines: string[] = [];
  const argv = [process.execPath, '-e', 'console.log(process.argv.at(-1))', '$(id) "; *'];
  await runProgram(argv, { ...options, onLine: (line) => lines.push(line), signal: untouched });
  expect(lines).toEqual(['$(id) "; *']);
});

test('a program is ended by the signal, while it runs', async () => {
  const stop = new AbortController();
  const code = 'console.log("up"); setInterval(() => {}, 1000)';
  const end = await runProgram([process.execPath, '-e', code], {
    ...options,
    onLine: () => stop.abort(),
    signal: stop.signal,
  });
  expect(end).toEqual({ code: null, signal: 'SIGTERM', lingers: false });
});

test.runIf(process.platform !== 'win32').for([
  ['that keeps the pipe', ''],
  ['that says nothing', ' >/dev/null 2>&1'],
])('what a shell has started ends with it: one %s', async ([, quiet]) => {
  const stop = new AbortController();
  const pids: number[] = [];
  const end = await runProgram(['sh', '-c', `sleep 300${quiet} & echo $!; wait`], {
    ...options,
    onLine: (line) => {
      pids.push(Number(line));
      stop.abort();
    },
    signal: stop.signal,
  });
  expect(end).toMatchObject({ signal: 'SIGTERM', lingers: false });
  const [pid] = pids;
  expect(pid).toBeGreaterThan(1);
  expect(await stateOf(pid ?? 0)).toMatch(/^Z?$/u);
});

test('a question is heard before its line ends, and its line is heard once', async () => {
  const lines: string[] = [];
  const code = 'process.stdout.write("Continue? [y/N] "); setTimeout(() => console.log("yes\\r\\nmore"), 1500)';
  const onLine = (line: string) => lines.push(line);
  await runProgram([process.execPath, '-e', code], { ...options, interactive: true, onLine, signal: untouched });
  expect(lines).toEqual(['Continue? [y/N] ', 'yes', 'more']);
});

test('a child that keeps the pipe open delays no end', async () => {
  const code =
    'require("node:child_process").spawn("sleep", ["30"], { stdio: ["ignore", 1, 2], detached: true }).unref()';
  const began = performance.now();
  await runProgram([process.execPath, '-e', code], { ...options, onLine: () => {}, signal: untouched });
  expect(performance.now() - began).toBeLessThan(15_000);
});

test('a program that is not there cannot be started', async () => {
  const argv = [join(tmpdir(), 'no-such-program')];
  await expect(runProgram(argv, { ...options, onLine: () => {}, signal: untouched })).rejects.toThrow('ENOENT');
});

test('a program is found where it would be started from', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-program-'));
  await writeFile(join(folder.path, 'up'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(join(folder.path, 'text'), 'text', { mode: 0o644 });
  const env = { PATH: folder.path };
  expect(await findProgram('up', '/', env)).toBe(join(folder.path, 'up'));
  expect(await findProgram('./up', folder.path, {})).toBe(join(folder.path, 'up'));
  expect(await findProgram('text', '/', env)).toBeNull();
  expect(await findProgram('gone', '/', env)).toBeNull();
  expect(await findProgram('up', folder.path, { PATH: '/nowhere' })).toBeNull();
});
