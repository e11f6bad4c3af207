import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { never, testFolder } from '../archive/testing/small-pack.ts';
import { FolderTarget } from './folder-target.ts';

const tmpfs = 0x0102_1994;
const hasDisk = process.platform === 'linux' && statfsSync(tmpdir()).type !== tmpfs;

describe.runIf(hasDisk)('a file that a local target has written', () => {
  it('is not in memory any more, so that reading it back asks the disk', async () => {
    await using home = await testFolder();
    const [path, storage] = [join(home.path, 'disk'), join(home.path, 'storage')];
    await mkdir(path);
    await mkdir(storage);
    await using connection = await new FolderTarget({ path, storage, allowsSameDisk: true }).open(never);
    async function* bytes(): AsyncGenerator<Buffer, void, undefined> {
      for (let n = 0; n < 5; n++) yield Buffer.alloc(1 << 20, n);
    }
    await connection.write('file', bytes(), { offset: 0, signal: never });
    const cached = execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', join(path, 'file')]);
    expect(Number(cached.toString())).toBe(0);
  });
});
