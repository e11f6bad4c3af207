import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  ftruncateSync,
  futimesSync,
  lchownSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { isOwnName } from '../archive/path-globs.ts';
import { printablePath } from '../archive/tar-path.ts';
import type { TarEntry, TarHandler } from '../archive/tar-scanner.ts';
import { AppError } from '../errors.ts';
import { settableTime } from './settable-time.ts';
import { isMisreadByWindows } from './windows-names.ts';
import { fileFailure } from '../file-failure.ts';

/** Something of an entry that could not be put back. */
export interface Unrestored {
  readonly path: string;
  readonly what: 'xattrs';
}

export interface WriteRules {
  /** An empty directory that only this process can enter. */
  readonly into: string;
  /** The only names that may stand at the top; null = any. */
  readonly names: readonly string[] | null;
  /** Content in bytes that the pack states; one byte more and it is refused. */
  readonly maxBytes: number;
  readonly part: string;
}

export interface WriteReport {
  readonly entries: number;
  readonly bytes: number;
  /** Whether the tar had an entry for the root itself. */
  readonly hasRoot: boolean;
  readonly unrestored: readonly Unrestored[];
}

const holeBytes = 4096;
const zeros = Buffer.alloc(holeBytes);
const newFile =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);
// Only root can give files away; anybody else's restored files are their own.
const givesOwners = process.getuid?.() === 0;

/**
 * Writes the entries of a checked tar into a fresh directory, synchronously, for use in a worker. The
 * scanner vouches for paths, parents and hard links; here nothing that exists is ever opened, written
 * through or replaced, and devices are refused.
 *
 * Owners come back when running as root, modes always (set-id bits after the owner), times to the
 * microsecond. Blocks of zeros become holes. Extended attributes are reported as not restored.
 */
export class TreeWriter implements TarHandler {
  readonly #rules: WriteRules;
  readonly #into: Buffer;
  readonly #names: ReadonlySet<string> | null;
  readonly #directories: { readonly path: Buffer; readonly entry: TarEntry }[] = [];
  readonly #unrestored: Unrestored[] = [];
  #entries = 0;
  #bytes = 0;
  #hasRoot = false;
  #open: {
    readonly entry: TarEntry;
    readonly path: Buffer;
    readonly file: number;
    at: number;
    written: number;
  } | null = null;

  constructor(rules: WriteRules) {
    this.#rules = rules;
    this.#into = Buffer.from(`${rules.into}/`);
    this.#names =
      rules.names === null ? null : new Set(rules.names.map((name) => Buffer.from(name).toString('latin1')));
  }

  entry(entry: TarEntry): void {
    this.#admit(entry);
    const root = entry.path.length === 1 && entry.path[0] === 0x2e;
    const path = root ? Buffer.from(this.#rules.into) : Buffer.concat([this.#into, entry.path]);
    try {
      this.#create(entry, path, root);
    } catch (error) {
      throw fileFailure(error, path);
    }
  }

  data(chunk: Uint8Array): void {
    const open = this.#open;
    if (open === null) throw new AppError('INTERNAL', { detail: 'content without a file' });
    try {
      for (let at = 0; at < chunk.length; ) {
        const zero = isZero(chunk, at, pieceEnd(chunk, at, open.at));
        let end = at;
        do end = pieceEnd(chunk, end, open.at + (end - at));
        while (end < chunk.length && isZero(chunk, end, pieceEnd(chunk, end, open.at + (end - at))) === zero);
        if (!zero) {
          writeAll(open.file, chunk.subarray(at, end), open.at);
          open.written = open.at + (end - at);
        }
        open.at += end - at;
        at = end;
      }
    } catch (error) {
      throw fileFailure(error, open.path);
    }
  }

  entryEnd(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    try {
      if (open.written < open.at) ftruncateSync(open.file, open.at);
      if (givesOwners) fchownSync(open.file, open.entry.uid, open.entry.gid);
      fchmodSync(open.file, open.entry.mode);
      const time = settableTime(open.entry.mtime);
      futimesSync(open.file, time, time);
    } catch (error) {
      throw fileFailure(error, open.path);
    } finally {
      closeSync(open.file);
    }
  }

  /** Gives directories their owners, modes and times, children first. Once, after the last entry. */
  finish(): WriteReport {
    for (const { path, entry } of this.#directories.toReversed()) {
      try {
        if (givesOwners) chownSync(path, entry.uid, entry.gid);
        chmodSync(path, entry.mode);
        const time = settableTime(entry.mtime);
        utimesSync(path, time, time);
      } catch (error) {
        throw fileFailure(error, path);
      }
    }
    return { entries: this.#entries, bytes: this.#bytes, hasRoot: this.#hasRoot, unrestored: this.#unrestored };
  }

  #admit(entry: TarEntry): void {
    this.#entries += 1;
    this.#bytes += entry.size;
    if (this.#bytes > this.#rules.maxBytes)
      throw this.#hostile(entry, 'there is more content than the manifest states');
    if (entry.path.toString('latin1').split('/').some(isOwnName)) {
      throw this.#hostile(entry, "the name is one of Lifeboat's own");
    }
    if (this.#names !== null) {
      const [top = ''] = entry.path.toString('latin1').split('/', 1);
      if (top !== '.' && !this.#names.has(top)) throw this.#hostile(entry, 'the source has no such name');
    }
    if (
      process.platform === 'win32' &&
      entry.path.toString() !== '.' &&
      entry.path.toString().split('/').some(isMisreadByWindows)
    ) {
      throw this.#hostile(entry, 'Windows cannot hold this name');
    }
    if (entry.xattrs !== null && entry.xattrs.size > 0)
      this.#unrestored.push({ path: printablePath(entry.path), what: 'xattrs' });
  }

  #create(entry: TarEntry, path: Buffer, root: boolean): void {
    switch (entry.type) {
      case 'file':
        this.#open = { entry, path, file: openSync(path, newFile, 0o600), at: 0, written: 0 };
        return;
      case 'directory':
        if (root) this.#hasRoot = true;
        else mkdirSync(path, 0o700);
        this.#directories.push({ path, entry });
        return;
      case 'hardlink':
        linkSync(Buffer.concat([this.#into, entry.link ?? Buffer.alloc(0)]), path);
        return;
      case 'symlink':
        symlinkSync(entry.link ?? Buffer.alloc(0), path);
        this.#dress(entry, path);
        return;
      case 'fifo':
        this.#makeFifo(path);
        this.#dress(entry, path);
        chmodSync(path, entry.mode);
        return;
      case 'char':
      case 'block':
        throw this.#hostile(entry, 'a folder may not bring devices');
    }
  }

  #makeFifo(path: Buffer): void {
    // A child's arguments are text; the name's bytes come by the rename.
    const plain = `${this.#rules.into}/.lifeboat-fifo`;
    const made = spawnSync('mkfifo', ['-m', '600', '--', plain]);
    if (made.status !== 0) throw made.error ?? new Error(made.stderr.toString());
    renameSync(plain, path);
  }

  #dress(entry: TarEntry, path: Buffer): void {
    if (givesOwners) lchownSync(path, entry.uid, entry.gid);
    const time = settableTime(entry.mtime);
    lutimesSync(path, time, time);
  }

  #hostile(entry: TarEntry, detail: string): AppError<'PACK_HOSTILE'> {
    return new AppError('PACK_HOSTILE', { part: this.#rules.part, entry: printablePath(entry.path), detail });
  }
}

/** Where the piece of `chunk` ends that lies in one block of the file; `position` is the file's offset of `at`. */
function pieceEnd(chunk: Uint8Array, at: number, position: number): number {
  return Math.min(at + holeBytes - (position % holeBytes), chunk.length);
}

function isZero(chunk: Uint8Array, start: number, end: number): boolean {
  return chunk[start] === 0 && zeros.compare(chunk, start, end, 0, end - start) === 0;
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, position + at);
}
