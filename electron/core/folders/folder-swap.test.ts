import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renameFree } from '../rename-free.ts';
import { createFolderSwapSite, type FolderSwapOptions } from './folder-swap.ts';
import { sqliteFamily } from './sqlite-family.ts';
import { indexOf, snapshot, streamOf, tarOf } from './testing/tree-fixture.ts';

const asRoot = process.getuid?.() === 0;
const signal = AbortSignal.timeout(120_000);
let base = '';
let root = '';
let pack = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lifeboat-swap-'));
  root = join(base, 'root');
  pack = join(base, 'pack');
  mkdirSync(root);
  mkdirSync(pack);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const site = (more: Partial<FolderSwapOptions> = {}) =>
  createFolderSwapSite({
    root,
    names: null,
    exclude: [],
    skip: [],
    jobId: 'job1',
    maxBytes: 1e9,
    pack: 'pack',
    part: 'files/test.tar.zst',
    ...more,
  });

/** `path` or `path: content`; a path that ends in `/` is a directory. */
function fill(place: string, ...entries: string[]): void {
  for (const line of entries) {
    const [path = '', content = path] = line.split(': ');
    if (path.endsWith('/')) mkdirSync(join(place, path), { recursive: true });
    else {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(Buffer.from(join(place, path), 'latin1'), content);
    }
  }
}

function age(place: string, mode: number, mtime: number): void {
  if (asRoot) chownSync(place, mode, mode);
  chmodSync(place, mode);
  utimesSync(place, mtime, mtime);
}

async function stage(of = site()): Promise<void> {
  const tar = tarOf(pack);
  await of.stage(streamOf(tar), signal);
  await of.check(indexOf(tar), signal);
}

class Killed extends Error {}

/** Renames that end with the process's death before the n-th (from 0). */
function dyingAt(n: number): typeof renameFree {
  let left = n;
  return async (from, to) => {
    if (left === 0) throw new Killed();
    left -= 1;
    await renameFree(from, to);
  };
}

function ignoreKilled(error: unknown): void {
  if (!(error instanceof Killed)) throw error;
}

/** How many renames an act makes when nobody kills it. */
async function renamesOf(act: (rename: typeof renameFree) => Promise<void>): Promise<number> {
  let made = 0;
  await act(async (from, to) => {
    made += 1;
    await renameFree(from, to);
  });
  return made;
}

let copies = 0;
/** The scene as it is now, once more. */
function copyOfRoot(): string {
  copies += 1;
  const copy = join(base, `copy-${copies}`);
  execFileSync('cp', ['-a', '--', root, copy]);
  return copy;
}

const excluded = ['a/cache', '**/*.keep'];

function makeTrees(): void {
  fill(
    root,
    'a/x: old',
    'a/cache/1: kept',
    'a/only-old',
    'a/sub/deep/y: old',
    'b: old',
    'empty/',
    '\xff\xfe: old',
    'line\nbreak',
    'k/l/m.keep: kept',
    'k/l/n: old',
    'turns/into',
  );
  fill(
    pack,
    'a/x: new',
    'a/cache/1: from the pack',
    'a/new/z',
    'b/: ',
    'b/c',
    'empty',
    '\xff\xfe: new',
    'k/l/o: new',
    'k/extra.keep: from the pack',
    'turns: file',
  );
  age(join(root, 'a'), 0o750, 1_600_000_001);
  age(root, 0o711, 1_600_000_002);
  age(join(pack, 'a'), 0o700, 1_500_000_001);
  age(join(pack, 'k/l'), 0o770, 1_500_000_003);
  age(pack, 0o755, 1_500_000_002);
}

const isKeptPath = (key: string) => key.startsWith('.lifeboat-') || key === 'a/cache' || key.endsWith('.keep');
const withoutKept = (place: string) => snapshot(place, isKeptPath);

describe('a folder swap', () => {
  it('exchanges everything but what is excluded, keeps the old data, and puts it back', async () => {
    makeTrees();
    const before = snapshot(root);
    const swap = site({ exclude: excluded });
    expect(await swap.probe()).toBe('untouched');
    await stage(swap);
    expect(await swap.probe()).toBe('staged');
    await swap.swapIn();
    expect(await swap.probe()).toBe('swapped');
    expect(withoutKept(root)).toEqual(withoutKept(pack));
    expect(readFileSync(join(root, 'a/cache/1'), 'utf8')).toBe('kept');
    expect(readFileSync(join(root, 'k/l/m.keep'), 'utf8')).toBe('kept');
    expect(existsSync(join(root, 'k/extra.keep'))).toBe(false);
    expect(await swap.keptBytes()).toBeGreaterThan(0);
    await swap.swapBack();
    expect(await swap.probe()).toBe('staged');
    expect(snapshot(root)).toEqual(before);
    await swap.release();
    expect(await swap.probe()).toBe('untouched');
    expect(snapshot(root, () => false)).toEqual(before);
  });

  it('ends with the old tree or the new one, wherever it is killed while moving in', async () => {
    makeTrees();
    const before = snapshot(root);
    await stage(site({ exclude: excluded }));
    const whole = { exclude: excluded, root: copyOfRoot() };
    const renames = await renamesOf((rename) => site({ ...whole, rename }).swapIn());
    expect(renames).toBeGreaterThan(10);
    for (let n = 0; n < renames; n += 1) {
      for (const direction of ['forward', 'back'] as const) {
        const options = { exclude: excluded, root: copyOfRoot() };
        await expect(site({ ...options, rename: dyingAt(n) }).swapIn()).rejects.toThrow(Killed);
        expect(await site(options).probe()).toBe('moving');
        await expect(site(options).release()).rejects.toMatchObject({ code: 'FILE_FAILED' });
        await (direction === 'forward' ? site(options).swapIn() : site(options).swapBack());
        const [found, wanted] =
          direction === 'forward' ? [withoutKept(options.root), withoutKept(pack)] : [snapshot(options.root), before];
        expect(found, `${direction} after ${n}`).toEqual(wanted);
      }
    }
  });

  it('comes back to the old tree, wherever it is killed while moving back, also twice', async () => {
    makeTrees();
    const before = withoutKept(root);
    await stage(site({ exclude: excluded }));
    await site({ exclude: excluded }).swapIn();
    // The application ran on the new data for a while.
    fill(root, 'made-since', 'a/new/made-since', 'a/cache/2: kept', 'b/app.keep', 'b/c: changed');
    const whole = { exclude: excluded, root: copyOfRoot() };
    const renames = await renamesOf((rename) => site({ ...whole, rename }).swapBack());
    expect(renames).toBeGreaterThan(10);
    for (let n = 0; n < renames; n += 1) {
      for (const second of [0, Math.floor((renames - n) / 2), renames]) {
        const options = { exclude: excluded, root: copyOfRoot() };
        await expect(site({ ...options, rename: dyingAt(n) }).swapBack()).rejects.toThrow(Killed);
        expect(await site(options).probe()).toBe('moving');
        await expect(site(options).swapIn()).rejects.toMatchObject({ code: 'INTERNAL' });
        await site({ ...options, rename: dyingAt(second) })
          .swapBack()
          .catch(ignoreKilled);
        await site(options).swapBack();
        expect(withoutKept(options.root), `after ${n} and ${second}`).toEqual(before);
        expect(readdirSync(join(options.root, 'a/cache'))).toEqual(['1', '2']);
      }
    }
  });

  it('puts a directory back that had to stay, even when the application removed it', async () => {
    makeTrees();
    const before = withoutKept(root);
    await stage(site({ exclude: excluded }));
    await site({ exclude: excluded }).swapIn();
    rmSync(join(root, 'a'), { recursive: true });
    writeFileSync(join(root, 'a'), 'a file now');
    await site({ exclude: excluded }).swapBack();
    expect(withoutKept(root)).toEqual(before);
  });

  it('may do every step again', async () => {
    makeTrees();
    const before = snapshot(root);
    await stage();
    await stage();
    for (let time = 0; time < 2; time += 1) await site().swapIn();
    expect(snapshot(root)).toEqual(snapshot(pack));
    for (let time = 0; time < 2; time += 1) await site().swapBack();
    expect(snapshot(root)).toEqual(before);
    for (let time = 0; time < 2; time += 1) await site().release();
    expect(snapshot(root, () => false)).toEqual(before);
  });

  it('touches nothing before the swap, and refuses to stage over one', async () => {
    makeTrees();
    const before = withoutTimeOfRoot(snapshot(root));
    await stage();
    expect(withoutTimeOfRoot(snapshot(root))).toEqual(before);
    await site().swapBack();
    expect(withoutTimeOfRoot(snapshot(root))).toEqual(before);
    await site().swapIn();
    await expect(stage()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(snapshot(root)).toEqual(snapshot(pack));
  });

  it('neither releases nor stages anew when old data is there and its record is not', async () => {
    makeTrees();
    await stage();
    await site().swapIn();
    rmSync(join(root, '.lifeboat-job1/moves.json'));
    await expect(site().release()).rejects.toMatchObject({ code: 'FILE_FAILED' });
    await expect(stage()).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(readFileSync(join(root, '.lifeboat-job1/old/b'), 'utf8')).toBe('old');
  });

  it('counts what release would free: the old data, and after an undo what was live until then', async () => {
    fill(root, `x: ${'o'.repeat(3000)}`);
    fill(pack, 'x: new');
    await stage();
    await site().swapIn();
    const old = await site().keptBytes();
    expect(old).toBe(3000);
    fill(root, `since: ${'s'.repeat(5000)}`);
    await site().swapBack();
    expect(await site().keptBytes()).toBe(5003);
  });

  it('keeps the new data after release', async () => {
    makeTrees();
    await stage();
    await site().swapIn();
    await site().release();
    expect(snapshot(root, () => false)).toEqual(snapshot(pack));
    expect(await site().keptBytes()).toBe(0);
  });

  it('leaves the storage folder inside the root alone', async () => {
    fill(root, 'data/x: old', 'data/backups/pack/DONE');
    fill(pack, 'data/x: new');
    const swap = site({ skip: [join(root, 'data/backups')] });
    await stage(swap);
    await swap.swapIn();
    expect(readFileSync(join(root, 'data/x'), 'utf8')).toBe('new');
    expect(existsSync(join(root, 'data/backups/pack/DONE'))).toBe(true);
    await swap.swapBack();
    expect(readFileSync(join(root, 'data/x'), 'utf8')).toBe('old');
    expect(existsSync(join(root, 'data/backups/pack/DONE'))).toBe(true);
  });

  it('swaps a database with its companions and nothing beside them, next to the swap of the folder', async () => {
    fill(root, 'x.db: old', 'x.db-wal: old', 'y: stays');
    fill(pack, 'x.db: new');
    const names = sqliteFamily('x.db');
    const swap = site({ names });
    const named = execFileSync('tar', ['--format=posix', '-C', pack, '-cf', '-', 'x.db']);
    await swap.stage(streamOf(named), signal);
    await swap.check(indexOf(named), signal);
    expect(await site().probe()).toBe('untouched');
    await swap.swapIn();
    expect(readdirSync(root).filter((name) => !name.startsWith('.'))).toEqual(['x.db', 'y']);
    expect(readFileSync(join(root, 'x.db'), 'utf8')).toBe('new');
    fill(root, 'x.db-shm: since', 'y: changed since');
    await swap.swapBack();
    expect(readdirSync(root).filter((name) => !name.startsWith('.'))).toEqual(['x.db', 'x.db-wal', 'y']);
    expect(readFileSync(join(root, 'x.db'), 'utf8')).toBe('old');
    expect(readFileSync(join(root, 'y'), 'utf8')).toBe('changed since');
  });

  it('makes a root that is missing', async () => {
    makeTrees();
    rmSync(root, { recursive: true });
    await stage();
    await site().swapIn();
    expect(snapshot(root)).toEqual(snapshot(pack));
    await site().swapBack();
    expect(readdirSync(root)).toEqual(['.lifeboat-job1']);
  });

  it('says which folder failed when its place is no directory', async () => {
    writeFileSync(join(root, 'file'), '');
    const swap = site({ root: join(root, 'file/below') });
    await expect(swap.stage(streamOf(tarOf(pack)), signal)).rejects.toMatchObject({
      code: 'FILE_FAILED',
      params: { path: join(root, 'file/below') },
    });
  });

  it('never replaces what stands in the way', async () => {
    makeTrees();
    await stage();
    const meddling: typeof renameFree = async (from, to) => {
      if (to.toString() === join(root, 'empty')) mkdirSync(join(root, 'empty'));
      await renameFree(from, to);
    };
    await expect(site({ rename: meddling }).swapIn()).rejects.toMatchObject({
      code: 'FILE_FAILED',
      params: { path: join(root, 'empty') },
    });
    expect(await site().probe()).toBe('moving');
  });
});

function withoutTimeOfRoot(lines: readonly string[]): readonly string[] {
  return lines.slice(1);
}
