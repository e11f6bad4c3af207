import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearScript, releaseScript, swapScripts } from './swap-scripts.ts';

let base = '';
let volume = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lifeboat-scripts-'));
  volume = join(base, 'volume');
  for (const folder of ['state', 'new', 'old']) mkdirSync(join(volume, '.site', folder), { recursive: true });
  mkdirSync(join(base, 'bin'));
  for (const program of ['sync', 'mv']) {
    const real = execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
    const logging = `#!/bin/sh\necho ${program} >>${join(base, 'log')}\nexec ${real} "$@"\n`;
    writeFileSync(join(base, 'bin', program), logging);
    chmodSync(join(base, 'bin', program), 0o755);
  }
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** The script as a helper would run it, its volume here; what it called, in order. */
function run(script: string, ...args: string[]) {
  const text = script.replaceAll('/lifeboat-source', volume);
  const env = { ...process.env, PATH: [join(base, 'bin'), process.env['PATH']].join(delimiter) };
  const { status } = spawnSync('sh', ['-c', text, 'lifeboat', '.site', ...args], { env });
  const calls = existsSync(join(base, 'log')) ? readFileSync(join(base, 'log'), 'utf8').trim().split('\n') : [];
  return { status, calls };
}

function put(path: string, content = ''): void {
  writeFileSync(join(volume, path), content);
}

describe('what the engine wrote is on the disk before anything moves', () => {
  test('forward', () => {
    put('live');
    put('.site/new/fresh');
    for (const [list, names] of Object.entries({ aside: '', out: 'live\0', in: 'fresh\0' }))
      put(`.site/state/${list}`, names);
    const { status, calls } = run(swapScripts.forward.script, ...swapScripts.forward.args);
    expect(status).toBe(0);
    expect(calls).toEqual(['sync', 'mv', 'sync', 'mv', 'sync']);
    expect([existsSync(join(volume, '.site/old/live')), existsSync(join(volume, 'fresh'))]).toEqual([true, true]);
  });

  test('back', () => {
    put('.site/old/live');
    put('fresh');
    for (const [list, names] of Object.entries({ clear: 'fresh\0', out: 'live\0', stay: '' }))
      put(`.site/state/${list}`, names);
    const { status, calls } = run(swapScripts.back.script, ...swapScripts.back.args);
    expect(status).toBe(0);
    expect(calls).toEqual(['sync', 'mv', 'sync', 'mv', 'sync']);
    expect(existsSync(join(volume, 'live'))).toBe(true);
  });
});

describe.each([
  ['release', [releaseScript, '.trash']],
  ['clear', [clearScript]],
] as const)('%s', (_name, [script, ...args]) => {
  test('refuses when old data is there and its record is not', () => {
    put('.site/old/live', 'the only copy');
    expect(run(script, ...args).status).toBe(3);
    expect(readFileSync(join(volume, '.site/old/live'), 'utf8')).toBe('the only copy');
  });

  test.each(['with a record', 'with nothing old'])('goes on %s', (what) => {
    if (what === 'with a record') {
      put('.site/old/live');
      put('.site/state/moves.json', '{}');
    }
    expect(run(script, ...args).status).toBe(0);
    expect(existsSync(join(volume, '.site/old'))).toBe(false);
  });
});
