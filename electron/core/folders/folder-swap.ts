import { chmod, mkdir, readdir, readFile, realpath } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { IndexEntry } from '../archive/index-entry.ts';
import { parentKey } from '../archive/tar-path.ts';
import { syncFolder, writeDurably } from '../durable-file.ts';
import { AppError } from '../errors.ts';
import { renameFree } from '../rename-free.ts';
import type { SwapSite, SwapState } from '../swap-site.ts';
import { Dress, dress, dressOf } from './directory-dress.ts';
import { folderSize } from './folder-size.ts';
import { createKeptPaths, type KeptPaths } from './kept-paths.ts';
import { listTree } from './swap-listing.ts';
import { planClearing, planSwap } from './swap-moves.ts';
import { readSwapRecord, type SwapRecord, writeSwapRecord } from './swap-record.ts';
import { extractTar } from './tar-extract.ts';
import { checkTree } from './tree-check.ts';
import { removeTrees } from './tree-removal.ts';
import type { Unrestored } from './tree-writer.ts';
import { syncTree } from './sync-tree.ts';
import { systemFailure } from '../file-failure.ts';
import { isThere } from '../file-presence.ts';

export interface FolderSwapOptions {
  /** Absolute path of the folder; of the containing folder when `names` are given. Made when it is missing. */
  readonly root: string;
  /** Only these entries of the root take part (a file, a database with its companions); null = the whole root. */
  readonly names: readonly string[] | null;
  /** Globs, relative to the root, of what stays as it is. */
  readonly exclude: readonly string[];
  /** Absolute paths that stay as they are: the storage folder, files that are sources of their own. */
  readonly skip: readonly string[];
  readonly jobId: string;
  /** Bytes of content that the pack states for this part. */
  readonly maxBytes: number;
  /** Name the pack and the part in errors. */
  readonly pack: string;
  readonly part: string;
  /** What moves things; tests end it early. */
  readonly rename?: typeof renameFree;
}

export interface FolderSwapSite extends SwapSite {
  /** What the last `stage` of this object could not restore. */
  readonly unrestored: readonly Unrestored[];
}

/** The swap of a folder, or of named entries of one, by plain renames. */
export function createFolderSwapSite(options: FolderSwapOptions): FolderSwapSite {
  const swap = new FolderSwap(options);
  const named = async <Result>(act: Promise<Result>): Promise<Result> => {
    try {
      return await act;
    } catch (error) {
      throw systemFailure(error, options.root);
    }
  };
  return {
    probe: () => named(swap.probe()),
    stage: (tar, signal) => named(swap.stage(tar, signal)),
    check: (index, signal) => named(swap.check(index, signal)),
    swapIn: () => named(swap.swapIn()),
    swapBack: () => named(swap.swapBack()),
    release: () => named(swap.release()),
    keptBytes: () => named(swap.keptBytes()),
    get unrestored() {
      return swap.unrestored;
    },
  };
}

/** Refuses to remove old data of which there is no record. FILE_FAILED. */
async function demandRecord(place: { home: string; old: string }, record: SwapRecord | null): Promise<void> {
  if (record !== null || !(await isThere(place.old)) || (await readdir(place.old)).length === 0) return;
  const detail = 'it holds old data, and the record of the exchange is gone';
  throw new AppError('FILE_FAILED', { path: place.home, detail });
}

/** Several sites of one job may share a root: a folder and the databases in it. */
function siteName({ jobId, names }: FolderSwapOptions): string {
  return names === null
    ? jobId
    : `${jobId}-${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 8)}`;
}

function at(base: string, key: string): Buffer {
  return key === '.' ? Buffer.from(base) : Buffer.concat([Buffer.from(`${base}/`), Buffer.from(key, 'latin1')]);
}

class FolderSwap implements FolderSwapSite {
  readonly #options: FolderSwapOptions;
  readonly #rename: typeof renameFree;
  #unrestored: readonly Unrestored[] = [];

  constructor(options: FolderSwapOptions) {
    this.#options = options;
    this.#rename = options.rename ?? renameFree;
  }

  get unrestored(): readonly Unrestored[] {
    return this.#unrestored;
  }

  async probe(): Promise<SwapState> {
    const place = await this.#place();
    if (!(await isThere(place.home))) return 'untouched';
    const record = await readSwapRecord(place.record);
    if (record === null || record.phase === 'undone') return 'staged';
    return record.phase === 'swapped' ? 'swapped' : 'moving';
  }

  async stage(tar: Readable, signal: AbortSignal): Promise<void> {
    await mkdir(this.#options.root, { recursive: true });
    const place = await this.#place();
    const record = await readSwapRecord(place.record);
    if (record !== null && record.phase !== 'undone') {
      throw new AppError('INTERNAL', { detail: 'the exchange has begun already' });
    }
    await demandRecord(place, record);
    const before = await this.#openHome(place);
    const earlier = (await readdir(place.home)).map((name) => join(place.home, name));
    await removeTrees(earlier.filter((path) => path !== place.rootBefore && path !== place.record));
    // Last: until then it tells that what is in `old` is not needed any more.
    await removeTrees([place.record]);
    await mkdir(place.staged, 0o700);
    const { names, maxBytes, part } = this.#options;
    const report = await extractTar(tar, { into: place.staged, names, maxBytes, part }, signal);
    if (!report.hasRoot) await dress(place.staged, before);
    this.#unrestored = report.unrestored;
  }

  async check(index: AsyncIterable<IndexEntry>, signal: AbortSignal): Promise<void> {
    const { staged } = await this.#place();
    const { pack, part } = this.#options;
    // At once: reading back costs processor time, and the disk has time to write meanwhile.
    await Promise.all([checkTree({ root: staged, pack, part }, index, signal), syncTree(staged)]);
  }

  async swapIn(): Promise<void> {
    const place = await this.#place();
    const record = (await readSwapRecord(place.record)) ?? (await this.#plan(place));
    if (record.phase === 'swapped') return;
    if (record.phase !== 'forward') {
      throw new AppError('INTERNAL', { detail: 'an exchange that was being undone cannot go on' });
    }
    const surroundings = await this.#surroundings(place);
    for (const { key } of record.dressed) {
      if (await isThere(at(place.staged, key))) await chmod(at(place.staged, key), 0o700);
    }
    await this.#moveAll(record.aside, place.staged, place.left);
    await this.#moveAll(await this.#absent(record.out, place.old), place.root, place.old);
    await this.#moveAll(record.in, place.staged, place.root);
    for (const key of record.in) {
      if (await isThere(at(place.root, key))) continue;
      throw new AppError('FILE_FAILED', { path: at(place.root, key).toString(), detail: 'it is in neither place' });
    }
    for (const { key, after } of record.dressed) await dress(at(place.root, key), after);
    if (surroundings !== null) await dress(place.root, surroundings);
    await writeSwapRecord(place.record, { ...record, phase: 'swapped' });
  }

  async swapBack(): Promise<void> {
    const place = await this.#place();
    const record = await readSwapRecord(place.record);
    if (record === null || record.phase === 'undone') return;
    const surroundings = await this.#surroundings(place);
    if (record.phase !== 'back') await writeSwapRecord(place.record, { ...record, phase: 'back' });
    const kept = this.#kept();
    const stay = new Set(record.stay);
    const live = await listTree(place.root, this.#options.names, (key) => stay.has(key) || kept.mayKeepBelow(key));
    const gone = new Set(await this.#absent(record.out, place.old));
    await this.#moveAll(
      planClearing(live, record, (key) => !gone.has(key), kept.keeps),
      place.root,
      await this.#freeFailed(place),
    );
    for (const key of record.stay) await mkdir(at(place.root, key), { recursive: true });
    await this.#moveAll(record.out, place.old, place.root);
    for (const { key, before } of record.dressed) await dress(at(place.root, key), before);
    if (surroundings !== null) await dress(place.root, surroundings);
    await writeSwapRecord(place.record, { ...record, phase: 'undone' });
  }

  async release(): Promise<void> {
    const place = await this.#place();
    if ((await this.probe()) === 'moving') {
      throw new AppError('FILE_FAILED', { path: place.home, detail: 'the exchange must be finished or undone first' });
    }
    if (!(await isThere(place.root))) return;
    await demandRecord(place, await readSwapRecord(place.record));
    const root = await dressOf(place.root);
    if (await isThere(place.trash)) await removeTrees([place.trash]);
    if (await isThere(place.home)) {
      await renameFree(place.home, place.trash);
      await syncFolder(place.root);
      await removeTrees([place.trash]);
    }
    await dress(place.root, root);
  }

  async keptBytes(): Promise<number> {
    const place = await this.#place();
    if (!(await isThere(place.home))) return 0;
    const skip = [place.record, place.rootBefore];
    return (await folderSize({ root: place.home, exclude: [], skip, names: null }, null)).bytes;
  }

  async #place() {
    const { root: given } = this.#options;
    const root = (await isThere(given)) ? await realpath(given) : given;
    const home = join(root, `.lifeboat-${siteName(this.#options)}`);
    return {
      root,
      home,
      trash: join(root, `.lifeboat-trash-${siteName(this.#options)}`),
      staged: join(home, 'new'),
      old: join(home, 'old'),
      left: join(home, 'left'),
      record: join(home, 'moves.json'),
      rootBefore: join(home, 'root.json'),
    };
  }

  #kept(): KeptPaths {
    return createKeptPaths(this.#options);
  }

  /** Makes the site's own folder; returns what the root was before, and still is. */
  async #openHome(place: { root: string; home: string; rootBefore: string }): Promise<Dress> {
    if (await isThere(place.rootBefore)) return Dress.parse(JSON.parse(await readFile(place.rootBefore, 'utf8')));
    const before = await dressOf(place.root);
    await mkdir(place.home, { recursive: true });
    // Not by mkdir's mode: that leaves a set-group-id inherited from the root.
    await chmod(place.home, 0o700);
    await writeDurably(place.rootBefore, JSON.stringify(before));
    await syncFolder(place.root);
    // Another site of the same root must not take the time of this one's work for the root's own.
    await dress(place.root, before);
    return before;
  }

  async #plan(place: {
    root: string;
    home: string;
    staged: string;
    rootBefore: string;
    record: string;
  }): Promise<SwapRecord> {
    const kept = this.#kept();
    const live = await listTree(place.root, this.#options.names, kept.mayKeepBelow);
    const staged = await listTree(place.staged, null, kept.mayKeepBelow);
    const moves = planSwap(live, staged, kept.keeps);
    const dressed: SwapRecord['dressed'] = [];
    if (this.#options.names === null) {
      dressed.push({ key: '.', before: await this.#openHome(place), after: await dressOf(place.staged) });
    }
    const directories = new Set(staged.filter(({ directory }) => directory).map(({ key }) => key));
    for (const key of moves.stay) {
      const before = await dressOf(at(place.root, key));
      dressed.push({ key, before, after: directories.has(key) ? await dressOf(at(place.staged, key)) : before });
    }
    // Children first: a directory's time is set when nothing below it changes any more.
    const record: SwapRecord = {
      formatVersion: 1,
      phase: 'forward',
      aside: [...moves.aside],
      out: [...moves.out],
      in: [...moves.in],
      stay: [...moves.stay],
      dressed: dressed.toReversed(),
    };
    await writeSwapRecord(place.record, record);
    return record;
  }

  /** What the root is, when only some of its entries take part: exchanging them renews its time. */
  async #surroundings({ root }: { root: string }): Promise<Dress | null> {
    return this.#options.names === null ? null : dressOf(root);
  }

  async #absent(keys: readonly string[], base: string): Promise<string[]> {
    const absent: string[] = [];
    for (const key of keys) if (!(await isThere(at(base, key)))) absent.push(key);
    return absent;
  }

  async #freeFailed({ home }: { home: string }): Promise<string> {
    let n = 1;
    while (await isThere(join(home, `failed-${n}`))) n += 1;
    return join(home, `failed-${n}`);
  }

  /** Moves what is still at its first place, and makes the moves durable. */
  async #moveAll(keys: readonly string[], from: string, to: string): Promise<void> {
    const touched = new Set<string>();
    for (const key of keys) {
      if (!(await isThere(at(from, key)))) continue;
      const parent = parentKey(key);
      await mkdir(at(to, parent), { recursive: true });
      await this.#rename(at(from, key), at(to, key));
      for (let above = parent; !touched.has(above); above = parentKey(above)) touched.add(above);
    }
    for (const parent of touched) {
      await syncFolder(at(to, parent));
      await syncFolder(at(from, parent));
    }
    // `to` itself may be new in there.
    if (touched.size > 0) await syncFolder(dirname(to));
  }
}
