import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { IndexEntry } from '../archive/index-entry.ts';
import { globMatcher, isOwnName } from '../archive/path-globs.ts';
import { AppError, detailOf } from '../errors.ts';
import { Dress } from '../folders/directory-dress.ts';
import { type Listed, planClearing, planSwap } from '../folders/swap-moves.ts';
import { SwapRecord } from '../folders/swap-record.ts';
import type { SwapSite, SwapState } from '../swap-site.ts';
import type { Docker } from './client.ts';
import { type DockerMount, endRunningHelpers } from './helper-container.ts';
import { chooseHelperImage } from './helper-image.ts';
import { type HelperRun, runHelper } from './helper-run.ts';
import {
  clearScript,
  listScript,
  recordLost,
  releaseScript,
  sizeScript,
  swapScripts,
  syncScript,
} from './swap-scripts.ts';
import { smallTar } from './small-tar.ts';
import { openVolumeAccess, type VolumeAccess } from './volume-access.ts';
import { compareTree } from './tree-comparison.ts';
import { RootWatch } from './root-watch.ts';

const scriptLimitMs = 3_600_000;

export interface VolumeSwapOptions {
  readonly docker: Docker;
  readonly mount: DockerMount;
  readonly jobId: string;
  /** Ids of images that helpers may be made of, the stack's own. */
  readonly images: readonly string[];
  /** Globs, relative to the root, of what stays as it is. */
  readonly exclude: readonly string[];
  /** Only these entries of the root take part, e.g. the file of a single-file bind mount; null = the whole root. */
  readonly names: readonly string[] | null;
  /** Name the pack and the part in errors. */
  readonly pack: string;
  readonly part: string;
}

/**
 * The swap of a volume, or of a bind mount that this process cannot reach: the engine reads and writes,
 * helper containers rename. The engine's machine is the only one that needs to be up for a swap back.
 */
export function createVolumeSwapSite(options: VolumeSwapOptions): SwapSite {
  return new VolumeSwap(options);
}

class VolumeSwap implements SwapSite {
  readonly #options: VolumeSwapOptions;
  readonly #home: string;
  readonly #trash: string;

  constructor(options: VolumeSwapOptions) {
    this.#options = options;
    const name = siteName(options);
    this.#home = `.lifeboat-${name}`;
    this.#trash = `.lifeboat-trash-${name}`;
  }

  async probe(): Promise<SwapState> {
    await using volume = await this.#open(false);
    return volume === null ? 'untouched' : this.#stateOf(await volume.readState());
  }

  async stage(tar: Readable, signal: AbortSignal): Promise<void> {
    await using volume = await this.#require(true, signal);
    const state = await volume.readState();
    const now = this.#stateOf(state);
    if (now === 'moving' || now === 'swapped')
      throw new AppError('INTERNAL', { detail: 'the exchange has begun already' });
    const before = (state === null ? null : rootBefore(state)) ?? (await volume.dressOfRoot());
    if (state !== null) await this.#run(clearScript, [], signal);
    await volume.makeHome(before);
    const watch = new RootWatch(this.#options.part);
    await volume.putFree(`${this.#home}/new`, watch.through(tar), this.#options.part, signal);
    await volume.put(this.#home, smallTar([{ path: 'new', directory: watch.root ?? before }]), signal);
    await this.#run(syncScript, [], signal);
  }

  async check(index: AsyncIterable<IndexEntry>, signal: AbortSignal): Promise<void> {
    await using volume = await this.#require(false, signal);
    await compareTree(await volume.open(`${this.#home}/new/.`, signal), index, this.#options);
  }

  async swapIn(): Promise<void> {
    await using volume = await this.#require(true);
    const state = await volume.readState();
    const now = this.#stateOf(state);
    if (now === 'swapped') return;
    if (state?.has('back') === true && now === 'moving') {
      throw new AppError('INTERNAL', { detail: 'an exchange that was being undone cannot go on' });
    }
    const record = this.#recordOf(state) ?? (await this.#plan(volume));
    await this.#run(swapScripts.forward.script, swapScripts.forward.args);
    await volume.dress(record.dressed.map(({ key, after }) => ({ key, dress: after })));
    await volume.writeState({ swapped: '' });
  }

  async swapBack(): Promise<void> {
    await using volume = await this.#open(true);
    const state = volume === null ? null : await volume.readState();
    const record = this.#recordOf(state);
    if (volume === null || state === null || record === null || state.has('undone')) return;
    if (!state.has('back')) await this.#planBack(volume, record);
    await this.#run(swapScripts.back.script, swapScripts.back.args);
    await volume.dress(record.dressed.map(({ key, before }) => ({ key, dress: before })));
    await volume.writeState({ undone: '' });
  }

  async release(): Promise<void> {
    await using volume = await this.#open(true);
    if (volume === null) return;
    const state = await volume.readState();
    const now = this.#stateOf(state);
    if (now === 'moving')
      throw new AppError('HELPER_FAILED', {
        what: this.#options.mount.source,
        detail: 'the exchange must be finished or undone first',
      });
    const isThere = now !== 'untouched' || (await volume.has(this.#home)) || (await volume.has(this.#trash));
    if (!isThere) return;
    const root = now === 'staged' && state !== null ? rootBefore(state) : null;
    const dress = root ?? (await volume.dressOfRoot());
    await this.#run(releaseScript, [this.#trash]);
    await volume.dress([{ key: '.', dress }]);
  }

  async keptBytes(): Promise<number> {
    await using volume = await this.#open(false);
    if (volume === null || this.#stateOf(await volume.readState()) === 'untouched') return 0;
    return Number(await this.#look(sizeScript)) * 1024;
  }

  async #plan(volume: VolumeAccess): Promise<SwapRecord> {
    await this.#run(listScript, [this.#depth()]);
    const listed = await volume.readState();
    const live = listingOf(listed, 'live');
    const staged = listingOf(listed, 'new');
    const moves = planSwap(live, staged, this.#isKept());
    const before = (listed === null ? null : rootBefore(listed)) ?? (await volume.dressOfRoot());
    // A root of which only some entries take part stays what it is.
    const after = this.#options.names === null ? await volume.dressOf(`${this.#home}/new`) : before;
    const record: SwapRecord = {
      formatVersion: 1,
      phase: 'forward',
      ...mutable(moves),
      dressed: [...(await this.#dressedStays(volume, moves.stay, staged)), { key: '.', before, after }],
    };
    const lists = {
      aside: nulList(moves.aside),
      out: nulList(moves.out),
      in: nulList(moves.in),
      stay: nulList(moves.stay),
    };
    await volume.writeState(lists);
    // Last, and read back: nothing moves before the whole plan is there.
    await volume.writeState({ 'moves.json': JSON.stringify(record) });
    return record;
  }

  async #dressedStays(
    volume: VolumeAccess,
    stay: readonly string[],
    staged: readonly Listed[],
  ): Promise<SwapRecord['dressed']> {
    const directories = new Set(staged.filter(({ directory }) => directory).map(({ key }) => key));
    const dressed: SwapRecord['dressed'] = [];
    for (const key of stay) {
      const before = await volume.dressOf(key);
      dressed.push({
        key,
        before,
        after: directories.has(key) ? await volume.dressOf(`${this.#home}/new/${key}`) : before,
      });
    }
    return dressed;
  }

  async #planBack(volume: VolumeAccess, record: SwapRecord): Promise<void> {
    await this.#run(listScript, [record.stay.length > 0 ? '0' : this.#depth()]);
    const listed = await volume.readState();
    const held = new Set(namesOf(listed, 'held'));
    const clear = planClearing(listingOf(listed, 'live'), record, (key) => held.has(key), this.#isKept());
    await volume.writeState({ clear: nulList(clear) });
    await volume.writeState({ back: '' });
  }

  #stateOf(state: State): SwapState {
    if (state === null) return 'untouched';
    if (this.#recordOf(state) === null || state.has('undone')) return 'staged';
    return state.has('swapped') && !state.has('back') ? 'swapped' : 'moving';
  }

  /** Null when no swap has begun. FILE_FAILED when the record cannot be understood: then nobody may guess. */
  #recordOf(state: State): SwapRecord | null {
    const text = state?.get('moves.json');
    if (text === undefined) return null;
    try {
      return SwapRecord.parse(JSON.parse(text.toString('utf8')));
    } catch (error) {
      const path = `${this.#options.mount.source}/${this.#home}/state/moves.json`;
      throw new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error });
    }
  }

  #isKept(): (key: string) => boolean {
    const { exclude, names } = this.#options;
    const matches = globMatcher(exclude);
    const taken = names === null ? null : new Set(names.map((name) => Buffer.from(name).toString('latin1')));
    return (key) => isOwnName(key) || matches(key) || (taken !== null && !taken.has(key.split('/')[0] ?? ''));
  }

  /** Kept paths lie anywhere when there are globs; else only the top level matters. */
  #depth(): string {
    return this.#options.exclude.length > 0 ? '0' : '1';
  }

  /** Runs a script that changes things, as the only one at work here. */
  async #run(script: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
    const { docker, mount, jobId } = this.#options;
    const imageId = await this.#helperImage(signal);
    await endRunningHelpers(docker, jobId, mount);
    return this.#runIn({ imageId, writable: true, script, args, signal });
  }

  /** Runs a script that only reads. Whoever looks does not hold the stack: it ends nobody's work. */
  async #look(script: string): Promise<string> {
    return this.#runIn({ imageId: await this.#helperImage(), writable: false, script, args: [], signal: undefined });
  }

  #helperImage(signal?: AbortSignal): Promise<string> {
    const { docker, jobId, images } = this.#options;
    return chooseHelperImage(docker, images, jobId, signal);
  }

  async #runIn(
    run: Pick<HelperRun, 'imageId' | 'writable' | 'script' | 'signal'> & { readonly args: readonly string[] },
  ): Promise<string> {
    const { docker, mount, jobId } = this.#options;
    const args = [this.#home, ...run.args];
    const end = await runHelper(docker, { ...run, args, jobId, mount, limitMs: scriptLimitMs });
    if (end.exitCode === 0) return end.output;
    if (end.exitCode === recordLost)
      throw new AppError('FILE_FAILED', { path: `${mount.source}/${this.#home}`, detail: end.output });
    throw new AppError('HELPER_FAILED', { what: mount.source, detail: end.output || `exit code ${end.exitCode}` });
  }

  #open(writable: boolean, signal?: AbortSignal): Promise<VolumeAccess | null> {
    return openVolumeAccess({ ...this.#options, home: this.#home, writable, signal });
  }

  async #require(writable: boolean, signal?: AbortSignal): Promise<VolumeAccess> {
    const volume = await this.#open(writable, signal);
    if (volume === null) throw new AppError('SOURCE_MISSING', { path: this.#options.mount.source });
    return volume;
  }
}

/** Several sites of one job may share a root: single files of one folder. */
function siteName({ jobId, names }: VolumeSwapOptions): string {
  if (names === null) return jobId;
  return `${jobId}-${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 8)}`;
}

type State = ReadonlyMap<string, Buffer> | null;

function rootBefore(state: ReadonlyMap<string, Buffer>): Dress | null {
  const text = state.get('root.json');
  try {
    return text === undefined ? null : Dress.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new AppError('HELPER_FAILED', { what: 'root.json', detail: detailOf(error) }, { cause: error });
  }
}

function listingOf(state: State, place: 'live' | 'new'): Listed[] {
  const entries = [
    ...namesOf(state, `${place}-directories`).map((key) => ({ key, directory: true })),
    ...namesOf(state, `${place}-others`).map((key) => ({ key, directory: false })),
  ];
  // By bytes, a parent comes before what is below it.
  return entries.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}

function namesOf(state: State, name: string): string[] {
  const text = state?.get(name)?.toString('latin1') ?? '';
  return text.split('\0').flatMap((path) => (path === '' ? [] : path.replace(/^\.\//u, '')));
}

function nulList(keys: readonly string[]): Buffer {
  return Buffer.from(keys.map((key) => `${key}\0`).join(''), 'latin1');
}

function mutable(moves: {
  readonly aside: readonly string[];
  readonly out: readonly string[];
  readonly in: readonly string[];
  readonly stay: readonly string[];
}) {
  return { aside: [...moves.aside], out: [...moves.out], in: [...moves.in], stay: [...moves.stay] };
}
