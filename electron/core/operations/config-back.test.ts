import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtempDisposable, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ConfigPack, putConfigBack, takeConfigBack } from './config-back.ts';

/** A pack that holds these files, as far as putting them back looks at it. */
async function packOf(folder: string, files: Readonly<Record<string, string>>): Promise<ConfigPack> {
  await mkdir(join(folder, 'pack/config'), { recursive: true });
  const config = [];
  for (const [n, [location, text]] of Object.entries(files).entries()) {
    const part = `config/${n}`;
    await writeFile(join(folder, 'pack', part), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const facts = { mode: 0o640, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mtime: '0' };
    config.push({ source: part, location, part, bytes: text.length, sha256, file: facts, topLevel: true });
  }
  return { path: join(folder, 'pack'), manifest: { name: 'point', config } };
}

test('an edited file is as it was, what replaced it stays beside it, and one that is as it was is left alone', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-config-'));
  const compose = join(folder.path, 'compose.yml');
  const same = join(folder.path, 'same.env');
  const pack = await packOf(folder.path, { [compose]: 'image: app:1', [same]: 'A=1' });
  await writeFile(compose, 'image: app:2');
  await writeFile(same, 'A=1');
  await chmod(same, 0o600);
  expect(await putConfigBack(pack, folder.path, 'job')).toEqual([{ path: compose, aside: `${compose}.after-job` }]);
  expect(await readFile(compose, 'utf8')).toBe('image: app:1');
  expect((await stat(compose)).mode & 0o777).toBe(0o640);
  expect(await readFile(`${compose}.after-job`, 'utf8')).toBe('image: app:2');
  // Again, after a crash: nothing is left to do.
  expect(await putConfigBack(pack, folder.path, 'job')).toEqual([]);
  expect(await readdir(folder.path)).toEqual(['compose.yml', 'compose.yml.after-job', 'pack', 'same.env']);
});

test('a file that the upgrade removed is there again, and a new .env is aside', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-config-'));
  const compose = join(folder.path, 'compose.yml');
  const dotenv = join(folder.path, '.env');
  const pack = await packOf(folder.path, { [compose]: 'image: app:1' });
  await writeFile(dotenv, 'TAG=2');
  expect(await putConfigBack(pack, folder.path, 'job')).toEqual([
    { path: compose, aside: null },
    { path: dotenv, aside: `${dotenv}.after-job` },
  ]);
  expect(await readdir(folder.path)).toEqual(['.env.after-job', 'compose.yml', 'pack']);
});

test('it is taken back: everything is as the upgrade left it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-config-'));
  const [compose, gone, dotenv] = ['compose.yml', 'gone.env', '.env'].map((name) => join(folder.path, name));
  if (compose === undefined || gone === undefined || dotenv === undefined) throw new Error('no names');
  const pack = await packOf(folder.path, { [compose]: 'image: app:1', [gone]: 'A=1' });
  await writeFile(compose, 'image: app:2');
  await writeFile(dotenv, 'TAG=2');
  await takeConfigBack(await putConfigBack(pack, folder.path, 'job'));
  expect(await readFile(compose, 'utf8')).toBe('image: app:2');
  expect(await readFile(dotenv, 'utf8')).toBe('TAG=2');
  expect(await readdir(folder.path)).toEqual(['.env', 'compose.yml', 'pack']);
});

test('a link stays a link: what it names is as it was', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-config-'));
  const real = join(folder.path, 'real.yml');
  const link = join(folder.path, 'compose.yml');
  const pack = await packOf(folder.path, { [link]: 'image: app:1' });
  await writeFile(real, 'image: app:2');
  await symlink(real, link);
  await putConfigBack(pack, folder.path, 'job');
  expect(await readFile(real, 'utf8')).toBe('image: app:1');
  expect(await readdir(folder.path)).toEqual(['compose.yml', 'pack', 'real.yml', 'real.yml.after-job']);
});

test('a part that is not what the manifest says replaces nothing', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-config-'));
  const compose = join(folder.path, 'compose.yml');
  const pack = await packOf(folder.path, { [compose]: 'image: app:1' });
  await writeFile(join(folder.path, 'pack/config/0'), 'rotten');
  await writeFile(compose, 'image: app:2');
  await expect(putConfigBack(pack, null, 'job')).rejects.toMatchObject({ code: 'PACK_CORRUPT' });
  expect(await readFile(compose, 'utf8')).toBe('image: app:2');
});
