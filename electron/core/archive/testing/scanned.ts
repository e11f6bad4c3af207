import { IndexBuilder } from '../index-builder.ts';
import { IndexEntry } from '../index-entry.ts';
import { TarScanner } from '../tar-scanner.ts';

/** What a scan of `tar` finds, as index entries, when the tar arrives cut at these offsets. Throws what the scanner throws. */
export function scanned(tar: Buffer, cuts: readonly number[] = []): IndexEntry[] {
  const found: IndexEntry[] = [];
  const scanner = new TarScanner(
    new IndexBuilder((line) => found.push(IndexEntry.parse(JSON.parse(line))), []),
    'files/test.tar.zst',
  );
  let from = 0;
  for (const cut of [...cuts, tar.length]) {
    scanner.push(tar.subarray(from, cut));
    from = cut;
  }
  scanner.end();
  return found;
}

/** The error that `act` throws, or undefined. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
