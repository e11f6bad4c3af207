import { createHash, type Hash } from 'node:crypto';
import type { IndexEntry } from '../archive/index-entry.ts';
import { indexEntryOf, indexKey } from '../archive/index-line.ts';
import { printablePath } from '../archive/tar-path.ts';
import { type TarEntry, type TarHandler, TarScanner } from '../archive/tar-scanner.ts';
import { AppError } from '../errors.ts';

/** What names the pack in errors. */
export interface ComparedPart {
  readonly pack: string;
  readonly part: string;
}

class EntryCollector implements TarHandler {
  readonly ready: IndexEntry[] = [];
  #entry: TarEntry | null = null;
  #hash: Hash | null = null;

  entry(entry: TarEntry): void {
    this.#entry = entry;
    this.#hash = entry.type === 'file' ? createHash('sha256') : null;
  }

  data(chunk: Uint8Array): void {
    this.#hash?.update(chunk);
  }

  entryEnd(): void {
    if (this.#entry) this.ready.push(indexEntryOf(this.#entry, this.#hash?.digest('hex') ?? null));
  }
}

/**
 * Reads a tar to its end and compares every entry with an index, in any order. PACK_CORRUPT names the
 * first difference. Memory holds only what stands at different places in the two.
 */
export async function compareTree(
  tar: AsyncIterable<Buffer>,
  index: AsyncIterable<IndexEntry>,
  part: ComparedPart,
): Promise<void> {
  const expected = new Map<string, IndexEntry>();
  const found = new Map<string, IndexEntry>();
  const entries = index[Symbol.asyncIterator]();
  const refuse = (key: string, detail: string): never => {
    const where = printablePath(Buffer.from(key, 'latin1'));
    throw new AppError('PACK_CORRUPT', { ...part, detail: `after extraction, ${where}: ${detail}` });
  };
  const match = (key: string): void => {
    const [wanted, got] = [expected.get(key), found.get(key)];
    if (!wanted || !got) return;
    expected.delete(key);
    found.delete(key);
    const what = difference(wanted, got);
    if (what !== null) refuse(key, what);
  };
  const takeExpected = async (): Promise<boolean> => {
    const next = await entries.next();
    if (next.done === true) return false;
    const key = indexKey(next.value);
    if (expected.has(key)) refuse(key, 'the index names it twice');
    expected.set(key, next.value);
    match(key);
    return true;
  };

  const collector = new EntryCollector();
  const scanner = new TarScanner(collector, part.part);
  for await (const chunk of tar) {
    scanner.push(chunk);
    for (const entry of collector.ready.splice(0)) {
      found.set(indexKey(entry), entry);
      match(indexKey(entry));
      await takeExpected();
    }
  }
  scanner.end();
  while (await takeExpected());
  for (const key of expected.keys()) refuse(key, 'it is missing');
  // A source of named entries has no entry for its root; the engine's tar always has.
  found.delete('.');
  for (const key of found.keys()) refuse(key, 'the index does not name it');
}

/** The first difference between what an index demands and what a tar of the engine shows; null when equal. */
export function difference(wanted: IndexEntry, got: IndexEntry): string | null {
  if (wanted.type !== got.type) return `it is a ${got.type}, not a ${wanted.type}`;
  if (wanted.type === 'hardlink') return sameLink(wanted, got) ? null : 'it is no name of the same file';
  if (wanted.uid !== got.uid || wanted.gid !== got.gid) return 'its owner differs';
  if (wanted.type !== 'symlink' && wanted.mode !== got.mode) return 'its mode differs';
  // The engine's tar has whole seconds.
  if (seconds(wanted.mtime) !== seconds(got.mtime)) return 'its time differs';
  if (wanted.type === 'symlink' && !sameLink(wanted, got)) return 'its target differs';
  if (wanted.size !== got.size) return 'its size differs';
  if (wanted.device?.join() !== got.device?.join()) return 'its device differs';
  return wanted.sha256 === got.sha256 ? null : 'its content differs';
}

function sameLink(a: IndexEntry, b: IndexEntry): boolean {
  return a.link === b.link && a.linkBytes === b.linkBytes;
}

function seconds(mtime: string): bigint {
  const ns = BigInt(mtime);
  return ns / 1_000_000_000n - (ns % 1_000_000_000n < 0n ? 1n : 0n);
}
