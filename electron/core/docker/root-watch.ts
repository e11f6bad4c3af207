import type { Readable } from 'node:stream';
import { type TarEntry, TarScanner } from '../archive/tar-scanner.ts';
import type { Dress } from '../folders/directory-dress.ts';
import { tapped } from './tapped.ts';

/** Learns what a tar says of its own root, from its first entry, while the bytes pass through unchanged. */
export class RootWatch {
  root: Dress | null = null;
  readonly #scanner: TarScanner;
  #seen = false;

  constructor(part: string) {
    const entry = (found: TarEntry): void => {
      if (!this.#seen && found.path.toString('latin1') === '.') this.root = dressOfEntry(found);
      this.#seen = true;
    };
    this.#scanner = new TarScanner({ entry, data: () => undefined, entryEnd: () => undefined }, part);
  }

  through(tar: Readable): Readable {
    return tapped(tar, (chunk) => {
      if (!this.#seen) this.#scanner.push(chunk);
    });
  }
}

/** What a tar entry says of a directory besides its entries. */
export function dressOfEntry(entry: TarEntry): Dress {
  return { mode: entry.mode, uid: entry.uid, gid: entry.gid, mtime: entry.mtime.toString() };
}
