import { availableParallelism } from 'node:os';
import type { IndexEntry } from '../archive/index-entry.ts';
import { indexKey } from '../archive/index-line.ts';
import { pathKey, printablePath } from '../archive/tar-path.ts';
import { AppError } from '../errors.ts';
import { folderSize } from './folder-size.ts';
import { walkFolder } from './folder-walk.ts';
import type { CheckQuestion, TreeToCheck } from './tree-check-worker.ts';
import { openWorkerLine } from './worker-line.ts';

const workerFile = new URL('./tree-check-worker.ts', import.meta.url);
const batchEntries = 256;
const batchBytes = 16 * 1_048_576;

/** Cuts an index into batches, and remembers its paths. A path that stands twice is PACK_CORRUPT. */
class IndexBatches {
  readonly paths = new Set<string>();
  readonly #entries: AsyncIterator<IndexEntry, unknown>;
  readonly #tree: TreeToCheck;
  #last: Promise<unknown> = Promise.resolve();

  constructor(index: AsyncIterable<IndexEntry>, tree: TreeToCheck) {
    this.#entries = index[Symbol.asyncIterator]();
    this.#tree = tree;
  }

  /** The next batch; empty at the end. May be called by several takers at once. */
  next(): Promise<readonly IndexEntry[]> {
    const batch = this.#last.then(() => this.#cut());
    this.#last = batch.catch(() => undefined);
    return batch;
  }

  async #cut(): Promise<readonly IndexEntry[]> {
    const batch: IndexEntry[] = [];
    for (let bytes = 0; batch.length < batchEntries && bytes < batchBytes; ) {
      const next = await this.#entries.next();
      if (next.done === true) break;
      const entry = next.value;
      const key = indexKey(entry);
      if (this.paths.has(key)) {
        const detail = `the index names ${printablePath(Buffer.from(key, 'latin1'))} twice`;
        throw new AppError('PACK_CORRUPT', { pack: this.#tree.pack, part: this.#tree.part, detail });
      }
      this.paths.add(key);
      batch.push(entry);
      bytes += entry.size;
    }
    return batch;
  }
}

/**
 * Reads a tree back and compares it with an index: type, mode, owner (as root), size, time (to the
 * microsecond that can be set), link target and SHA-256 of every entry; nothing missing, nothing more.
 * Hashing runs in one or two workers. PACK_CORRUPT names the first difference.
 */
export async function checkTree(
  tree: TreeToCheck,
  index: AsyncIterable<IndexEntry>,
  signal: AbortSignal,
): Promise<void> {
  const batches = new IndexBatches(index, tree);
  const work = async (): Promise<void> => {
    await using line = openWorkerLine<CheckQuestion, null>(workerFile, signal);
    for (let batch = await batches.next(); batch.length > 0; batch = await batches.next())
      await line.ask({ tree, entries: batch });
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));

  const rules = { root: tree.root, exclude: [], skip: [], names: null };
  const { entries } = await folderSize(rules, signal);
  // A source of named files has no entry for its root; the root of the tree always is one.
  batches.paths.add('.');
  if (entries === batches.paths.size) return;
  const refuse = (path: Buffer) => {
    const detail = `after extraction, ${printablePath(path)}: the index does not name it`;
    return new AppError('PACK_CORRUPT', { pack: tree.pack, part: tree.part, detail });
  };
  for (const { path } of walkFolder(rules, () => undefined)) {
    if (!batches.paths.has(pathKey(path))) throw refuse(path);
  }
  throw refuse(Buffer.from('.'));
}
