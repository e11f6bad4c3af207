import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connectDocker } from '../../electron/core/docker/client.ts';
import { listContainers } from '../../electron/core/docker/containers.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { anyLocalImage } from '../../electron/core/docker/helper-image.ts';
import { label } from '../../electron/core/docker/project-labels.ts';
import { createVolumeSwapSite } from '../../electron/core/docker/volume-swap.ts';
import { readTree } from '../../electron/core/docker/volumes.ts';
import { smallDisk } from '../support/disk.ts';
import { dockerHost } from '../support/docker-host.ts';
import { capture, packOf, signal, siteOf, type TestVolume, testVolume } from '../support/swap-volume.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { helperProcess } from '../support/helper-process.ts';
import { makeTree } from '../support/tree.ts';
import { listTree } from '../support/tree-listing.ts';

const host = dockerHost();
const manyFiles = 600;
const helperFailed = { code: 'HELPER_FAILED' };

/** Without the part of a second that the engine's tar does not carry. */
async function treeInSeconds(path: string): Promise<string[]> {
  const lines = await listTree(path);
  return lines.map((line) => line.replace(/\t(-?\d+)\d{9}\t/u, '\t$1\t'));
}

async function otherTree(path: string): Promise<void> {
  await mkdir(join(path, 'plain'), { mode: 0o700 });
  await writeFile(join(path, 'plain/note.txt'), 'the present state\n');
  await writeFile(join(path, '-n\new'), 'a name at the top');
  await utimes(path, 1_700_000_000.5, 1_700_000_000.5);
}

async function empty(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
}

function isLive(line: string): boolean {
  return !line.startsWith('./.lifeboat-j1');
}

function cache(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('./app/cache'));
}

describe('the swap of a volume', () => {
  test('brings back every entry and the root itself, keeps the old data, and undoes both', async () => {
    await using volume = await testVolume();
    await makeTree(volume.path);
    const saved = await treeInSeconds(volume.path);
    const pack = await capture(volume);
    await empty(volume.path);
    await otherTree(volume.path);
    const present = await listTree(volume.path);
    const site = siteOf(volume);

    expect(await site.probe()).toBe('untouched');
    await site.stage(pack.tar(), signal);
    expect(await site.probe()).toBe('staged');
    await site.check(pack.index(), signal);
    await site.swapIn();
    expect(await site.probe()).toBe('swapped');
    expect(await site.keptBytes()).toBeGreaterThan(0);
    expect((await treeInSeconds(volume.path)).filter(isLive)).toEqual(saved);
    await site.swapIn();

    await site.swapBack();
    expect((await listTree(volume.path)).filter(isLive)).toEqual(present);
    expect(await site.probe()).toBe('staged');
    await site.swapBack();
    await site.release();
    expect(await site.probe()).toBe('untouched');
    expect(await listTree(volume.path)).toEqual(present);
    await site.release();
    expect(await listContainers(volume.docker, label.job)).toEqual([]);
  });

  test('release keeps what is live', async () => {
    await using volume = await testVolume();
    await makeTree(volume.path);
    const saved = await treeInSeconds(volume.path);
    const pack = await capture(volume);
    await empty(volume.path);
    await otherTree(volume.path);
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    await site.swapIn();
    await site.release();
    expect(await treeInSeconds(volume.path)).toEqual(saved);
  });

  test.each(['', '{"formatVersion":1,'])('touches nothing when its record was cut short: %j', async (cut) => {
    await using volume = await testVolume();
    await writeFile(join(volume.path, 'data'), 'from the pack');
    const pack = await capture(volume);
    await writeFile(join(volume.path, 'data'), 'before');
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    await site.swapIn();
    await writeFile(join(volume.path, '.lifeboat-j1/state/moves.json'), cut);
    const present = await listTree(volume.path);
    const unreadable = { code: 'FILE_FAILED', params: { path: `${volume.name}/.lifeboat-j1/state/moves.json` } };
    for (const act of ['probe', 'swapIn', 'swapBack', 'release'] as const)
      await expect(site[act]()).rejects.toMatchObject(unreadable);
    expect(await listTree(volume.path)).toEqual(present);
  });

  test('keeps old data whose record is gone', async () => {
    await using volume = await testVolume();
    await writeFile(join(volume.path, 'data'), 'from the pack');
    const pack = await capture(volume);
    await writeFile(join(volume.path, 'data'), 'before');
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    await site.swapIn();
    await rm(join(volume.path, '.lifeboat-j1/state/moves.json'));
    await expect(site.release()).rejects.toMatchObject({ code: 'FILE_FAILED' });
    await expect(site.stage(pack.tar(), signal)).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(await readFile(join(volume.path, '.lifeboat-j1/old/data'), 'utf8')).toBe('before');
  });

  test('a way back after the services ran puts their data aside', async () => {
    await using volume = await testVolume();
    await writeFile(join(volume.path, 'same'), 'from the pack');
    const pack = await capture(volume);
    await writeFile(join(volume.path, 'same'), 'before');
    const present = await listTree(volume.path);
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    await site.swapIn();
    await writeFile(join(volume.path, 'same'), 'written since');
    await writeFile(join(volume.path, 'new file'), 'written since');
    await site.swapBack();
    await site.release();
    expect(await listTree(volume.path)).toEqual(present);
  });

  test('what is excluded never leaves its place, also below a folder that is replaced', async () => {
    await using volume = await testVolume();
    await mkdir(join(volume.path, 'app/cache'), { recursive: true });
    await writeFile(join(volume.path, 'app/data'), 'old');
    await writeFile(join(volume.path, 'app/cache/big'), 'from the pack');
    const pack = await capture(volume);
    await writeFile(join(volume.path, 'app/data'), 'new');
    await writeFile(join(volume.path, 'app/cache/big'), 'of today');
    const before = cache(await listTree(volume.path));
    const site = siteOf(volume, { exclude: ['app/cache'] });
    await site.stage(pack.tar(), signal);
    await site.swapIn();
    const after = await listTree(volume.path);
    expect(cache(after)).toEqual(before);
    expect(after.find((line) => line.startsWith('./app/data'))).toContain('\t3\t');
    await site.swapBack();
    expect(cache(await listTree(volume.path))).toEqual(before);
    await site.release();
  });

  test.for([
    { there: 'old', atLeast: 1 },
    { there: 'old', atLeast: manyFiles / 2 },
    { there: '.', atLeast: manyFiles / 2 },
  ])('a helper killed with $atLeast files in $there leaves a swap that can be undone', async ({ there, atLeast }) => {
    await using swap = await swapOfMany();
    await expect(killedWhen(swap.volume, there, atLeast, swap.site().swapIn())).rejects.toMatchObject(helperFailed);
    expect(await swap.site().probe()).toBe('moving');
    await swap.site().swapBack();
    await swap.site().release();
    expect(await listTree(swap.volume.path)).toEqual(swap.present);
  });

  test('a helper killed there and again on the way back leaves a swap that can be finished and undone', async () => {
    await using swap = await swapOfMany();
    const half = manyFiles / 2;
    await expect(killedWhen(swap.volume, '.', half, swap.site().swapIn())).rejects.toMatchObject(helperFailed);
    await swap.site().swapIn();
    expect(await contentsOf(swap.volume)).toEqual(swap.packed);
    for (const there of ['failed', '.']) {
      const back = killedWhen(swap.volume, there, half, swap.site().swapBack(), 'moved-away');
      await expect(back).rejects.toMatchObject(helperFailed);
      expect(await swap.site().probe()).toBe('moving');
    }
    await swap.site().swapBack();
    await swap.site().release();
    expect(await listTree(swap.volume.path)).toEqual(swap.present);
  });

  test('of a single file in a folder of the machine leaves its neighbours alone', async () => {
    await using folder = await tempFolder();
    const docker = await connectDocker(parseEndpoint(host));
    await writeFile(join(folder.path, 'app.conf'), 'saved');
    await writeFile(join(folder.path, 'neighbour'), 'untouched');
    const mount = { type: 'bind' as const, source: folder.path };
    const imageId = await anyLocalImage(docker, []);
    const tar = await buffer(readTree(docker, { mount, entry: 'app.conf', imageId, jobId: 'read', signal }));
    const pack = packOf(tar);
    await writeFile(join(folder.path, 'app.conf'), 'of today');
    const present = await listTree(folder.path);
    const swap = {
      docker,
      mount,
      jobId: 'j1',
      images: [],
      exclude: [],
      names: ['app.conf'],
      pack: 'p',
      part: 'binds/x.tar',
    };
    const site = createVolumeSwapSite(swap);
    await site.stage(pack.tar(), signal);
    await site.check(pack.index(), signal);
    await site.swapIn();
    expect(await readFile(join(folder.path, 'app.conf'), 'utf8')).toBe('saved');
    expect(await readFile(join(folder.path, 'neighbour'), 'utf8')).toBe('untouched');
    await site.swapBack();
    await site.release();
    expect(await listTree(folder.path)).toEqual(present);
  });

  test('that does not fit is refused, and what is live stays', async () => {
    await using volume = await testVolume();
    await writeFile(join(volume.path, 'large'), Buffer.alloc(24 * 1024 * 1024, 'x'));
    const pack = await capture(volume);
    await using disk = await smallDisk(16 * 1024 * 1024);
    await writeFile(join(disk.path, 'live'), 'live');
    const mount = { type: 'bind' as const, source: disk.path };
    const part = { pack: 'p', part: 'x', names: null, exclude: [] };
    const site = createVolumeSwapSite({ docker: volume.docker, mount, jobId: 'j1', images: [], ...part });
    await expect(site.stage(pack.tar(), signal)).rejects.toMatchObject({ code: 'SPACE_EXHAUSTED' });
    expect(await site.probe()).toBe('staged');
    await site.release();
    expect(await readdir(disk.path)).toEqual(['live', 'lost+found']);
  });

  test('a staged byte that differs from the index is found and named', async () => {
    await using volume = await testVolume();
    await writeFile(join(volume.path, 'file'), 'content');
    const pack = await capture(volume);
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    await writeFile(join(volume.path, '.lifeboat-j1/new/file'), 'c0ntent');
    await expect(site.check(pack.index(), signal)).rejects.toThrow(/^PACK_CORRUPT .*file: its (?:content|time)/u);
    await site.release();
  });
});

async function contentsOf(volume: TestVolume): Promise<Set<string | undefined>> {
  const files = (await listTree(volume.path)).filter((line) => line.startsWith('./file'));
  return new Set(files.map((line) => line.split('\t').at(-1)));
}

/** A staged swap of many files at the root, so that there is time to interrupt it. */
async function swapOfMany() {
  const volume = await testVolume();
  const fill = async (content: string): Promise<void> => {
    await empty(volume.path);
    for (let n = 0; n < manyFiles; n += 1) await writeFile(join(volume.path, `file ${n}`), content);
    await utimes(volume.path, 1_700_000_000, 1_700_000_000);
  };
  await fill('from the pack');
  const packed = await contentsOf(volume);
  const pack = await capture(volume);
  await fill('of today');
  const present = await listTree(volume.path);
  await siteOf(volume).stage(pack.tar(), signal);
  return {
    volume,
    packed,
    present,
    site: () => siteOf(volume),
    [Symbol.asyncDispose]: () => volume[Symbol.asyncDispose](),
  };
}

async function entriesIn(path: string): Promise<number> {
  return (await readdir(path).catch(() => [])).length;
}

/** Kills the helper of a swap that goes on, once `folder` of the site holds enough; `.` is the root, after it was `emptied`. */
async function killedWhen(
  volume: TestVolume,
  folder: string,
  atLeast: number,
  swap: Promise<void>,
  emptied = 'moved-out',
): Promise<void> {
  const ended = Promise.allSettled([swap]);
  const site = join(volume.path, '.lifeboat-j1');
  // The root is full, empty for a moment that may be missed, and full again; the site keeps a note of the moment.
  const [path, note] = folder === '.' ? [volume.path, join(site, 'state', emptied)] : [join(site, folder), site];
  // Its process is known before the moment comes: to ask for it then takes as long as the helper needs to end.
  const kill = async (): Promise<void> => {
    for (let pid: number | null = null; ; ) {
      // A site has one helper after another.
      if (pid === null || !existsSync(`/proc/${pid}`)) pid = await helperProcess(volume.docker, 'j1');
      if (pid !== null && existsSync(note) && (await entriesIn(path)) >= atLeast) {
        process.kill(pid, 'SIGKILL');
        return;
      }
      if ((await Promise.race([ended, immediate(null)])) !== null) return;
    }
  };
  await kill();
  await swap;
}
