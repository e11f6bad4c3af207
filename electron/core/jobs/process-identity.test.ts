import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { currentProcess, isAlive, parseProcStat } from './process-identity.ts';

test('this process is alive, and is the same each time it looks', () => {
  expect(isAlive(currentProcess())).toBe(true);
  expect(currentProcess()).toEqual(currentProcess());
});

test.skipIf(process.platform === 'win32')('a later process with the same pid is another one', () => {
  expect(isAlive({ ...currentProcess(), startTime: '1' })).toBe(false);
});

test('nothing survives a reboot', () => {
  expect(isAlive({ ...currentProcess(), bootId: 'an earlier boot' })).toBe(false);
});

test('an ended process is dead', async () => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  const { pid = 0 } = child;
  await once(child, 'exit');
  expect(isAlive({ ...currentProcess(), pid })).toBe(false);
});

const fields = '1 10 10 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 8512345 9 9';
test.each([
  ['a plain one', `10 (node) S ${fields}`, '8512345'],
  ['a name with brackets and spaces', `10 (a ) R (b) S ${fields}`, '8512345'],
  ['a zombie', `10 (node) Z ${fields}`, null],
])('the start time of %s is found', (_what, stat, expected) => {
  expect(parseProcStat(stat)).toBe(expected);
});
