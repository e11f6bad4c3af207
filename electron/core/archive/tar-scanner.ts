import { AppError } from '../errors.ts';
import {
  headerProblem,
  type PaxFields,
  readPax,
  readTarHeader,
  tarBlock,
  type TarHeader,
  TarHeaderError,
} from './tar-header.ts';
import { canonicalPath, parentKey, pathKey, printablePath } from './tar-path.ts';

/** One entry of a tar, checked and in canonical form. */
export interface TarEntry {
  /** Bytes of the path: relative, no leading `./`, no trailing `/`; the root is `.`. */
  readonly path: Buffer;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'char' | 'block';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for anything but a file. */
  readonly size: number;
  /** Nanoseconds since the epoch. */
  readonly mtime: bigint;
  /** A symlink's target as it stands, or the canonical path of a hard link's first name. */
  readonly link: Buffer | null;
  readonly device: readonly [number, number] | null;
  readonly xattrs: ReadonlyMap<string, Buffer> | null;
  /** Where the entry begins in the tar: its first header block, extensions included. */
  readonly start: number;
  /** Where its content begins. */
  readonly offset: number;
}

/** Hears what a scanner finds, in the order of the tar. */
export interface TarHandler {
  entry(entry: TarEntry): void;
  /** A piece of the last entry's content; valid only during the call. */
  data(chunk: Uint8Array): void;
  /** After the content's last byte, for every entry. `end` is the offset behind its padding. */
  entryEnd(end: number): void;
}

const types: Readonly<Record<string, TarEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'char',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};

// PAX bodies and GNU long names carry names and attributes only; larger ones are made to exhaust memory.
const largestExtension = 1_048_576;
const zeroBlock = Buffer.alloc(tarBlock);

/**
 * Strict tar parser: ustar, PAX `x` records, GNU long names. The same one reads a tar while it is backed
 * up, verified and restored, so no two readers can disagree. Whatever it does not know, and every path
 * that could lead out of the root, is PACK_HOSTILE; a tar that ends early is PACK_CORRUPT.
 *
 * A parent stands before its children as a directory; a hard link names a file that stands before it; no
 * path stands twice. Symlinks may point anywhere: they are data, and nothing is ever written through them.
 */
export class TarScanner {
  readonly #handler: TarHandler;
  readonly #part: string;
  readonly #seen = new Map<string, TarEntry['type']>();
  readonly #block = Buffer.alloc(tarBlock);
  #blockFill = 0;
  #offset = 0;
  #start = 0;
  #remaining = 0;
  #padding = 0;
  #inContent = false;
  #extension: { typeflag: string; body: Buffer; fill: number } | null = null;
  #pax: PaxFields | null = null;
  #longName: Buffer | null = null;
  #longLink: Buffer | null = null;
  #zeroBlocks = 0;
  #current: Buffer = Buffer.alloc(0);

  /** `part` names the part in errors, e.g. `volumes/pgdata.tar.zst`. */
  constructor(handler: TarHandler, part: string) {
    this.#handler = handler;
    this.#part = part;
  }

  /** Takes the next bytes of the tar; pieces may be cut anywhere. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let at = 0;
    while (at < bytes.length) {
      if (this.#remaining > 0) at += this.#takeBody(bytes, at);
      else if (this.#padding > 0) at += this.#skipPadding(bytes, at);
      else at += this.#fillBlock(bytes, at);
    }
  }

  /** Says that there are no more bytes. Throws PACK_CORRUPT unless the tar came to its end blocks. */
  end(): void {
    if (this.#zeroBlocks < 2 || this.#blockFill > 0) {
      throw new AppError('PACK_CORRUPT', { pack: '', part: this.#part, detail: 'the archive ends early' });
    }
  }

  #takeBody(chunk: Buffer, at: number): number {
    const length = Math.min(this.#remaining, chunk.length - at);
    const extension = this.#extension;
    if (extension === null) this.#handler.data(length === chunk.length ? chunk : chunk.subarray(at, at + length));
    else extension.fill += chunk.copy(extension.body, extension.fill, at, at + length);
    this.#remaining -= length;
    this.#offset += length;
    if (this.#remaining === 0 && this.#padding === 0) this.#bodyEnds();
    return length;
  }

  #skipPadding(chunk: Buffer, at: number): number {
    const length = Math.min(this.#padding, chunk.length - at);
    this.#padding -= length;
    this.#offset += length;
    if (this.#padding === 0) this.#bodyEnds();
    return length;
  }

  #fillBlock(chunk: Buffer, at: number): number {
    const length = chunk.copy(this.#block, this.#blockFill, at);
    this.#blockFill += length;
    this.#offset += length;
    if (this.#blockFill === tarBlock) {
      this.#blockFill = 0;
      this.#takeBlock();
    }
    return length;
  }

  #takeBlock(): void {
    const zero = this.#block.equals(zeroBlock);
    if (this.#zeroBlocks > 0 && !zero) {
      throw this.#hostile(
        this.#zeroBlocks === 1 ? 'a zero block stands between entries' : 'bytes follow the end of the archive',
      );
    }
    if (zero) {
      if (this.#pax !== null || this.#longName !== null || this.#longLink !== null)
        throw this.#hostile('an extension has no entry');
      this.#zeroBlocks += 1;
      return;
    }
    try {
      this.#takeHeader(readTarHeader(this.#block));
    } catch (error) {
      if (error instanceof TarHeaderError) throw this.#hostile(headerProblem(error), error);
      throw error;
    }
  }

  #takeHeader(header: TarHeader): void {
    const extends_ = header.typeflag === 'x' || header.typeflag === 'L' || header.typeflag === 'K';
    if (this.#pax === null && this.#longName === null && this.#longLink === null) this.#start = this.#offset - tarBlock;
    if (extends_) {
      if (header.size > largestExtension) throw new TarHeaderError('an extension is too large');
      // Readers disagree which of the two wins (CVE-2026-53655), and no writer mixes them.
      if (header.typeflag === 'x' ? this.#longName !== null || this.#longLink !== null : this.#pax !== null) {
        throw new TarHeaderError('PAX and GNU extensions stand before one entry');
      }
      this.#extension = { typeflag: header.typeflag, body: Buffer.alloc(header.size), fill: 0 };
      this.#expect(header.size);
      return;
    }
    const entry = this.#entryOf(header);
    this.#remember(entry);
    this.#pax = null;
    this.#longName = null;
    this.#longLink = null;
    this.#inContent = true;
    this.#handler.entry(entry);
    this.#expect(entry.size);
  }

  #expect(size: number): void {
    this.#remaining = size;
    this.#padding = (tarBlock - (size % tarBlock)) % tarBlock;
    if (size === 0) this.#bodyEnds();
  }

  #bodyEnds(): void {
    const extension = this.#extension;
    if (extension === null) {
      if (this.#inContent) this.#handler.entryEnd(this.#offset);
      this.#inContent = false;
      return;
    }
    this.#extension = null;
    try {
      this.#takeExtension(extension.typeflag, extension.body);
    } catch (error) {
      throw this.#hostile(headerProblem(error), error);
    }
  }

  #takeExtension(typeflag: string, body: Buffer): void {
    if (typeflag === 'x') {
      if (this.#pax !== null) throw new TarHeaderError('two PAX headers stand before one entry');
      this.#pax = readPax(body);
      return;
    }
    const end = body.indexOf(0);
    const name = end === -1 ? body : body.subarray(0, end);
    if ((typeflag === 'L' ? this.#longName : this.#longLink) !== null)
      throw new TarHeaderError('two long names stand before one entry');
    if (typeflag === 'L') this.#longName = name;
    else this.#longLink = name;
  }

  #entryOf(header: TarHeader): TarEntry {
    const pax = this.#pax ?? {};
    const rawPath = pax.path ?? this.#longName ?? header.name;
    this.#current = rawPath;
    const type = types[header.typeflag];
    if (type === undefined) throw new TarHeaderError(`entry type ${JSON.stringify(header.typeflag)} is not known`);
    const size = pax.size ?? header.size;
    if (type !== 'file' && size !== 0) throw new TarHeaderError(`a ${type} has content`);
    if (type === 'file' && rawPath.at(-1) === 0x2f) throw new TarHeaderError('a file is named like a directory');
    const rawLink = pax.linkpath ?? this.#longLink ?? header.link;
    const device = type === 'char' || type === 'block' ? header.device : null;
    return {
      path: canonicalPath(rawPath),
      type,
      mode: header.mode,
      uid: pax.uid ?? header.uid,
      gid: pax.gid ?? header.gid,
      size,
      mtime: pax.mtime ?? header.mtime,
      link: type === 'symlink' ? Buffer.from(rawLink) : type === 'hardlink' ? canonicalPath(rawLink) : null,
      device,
      xattrs: pax.xattrs ?? null,
      start: this.#start,
      offset: this.#offset,
    };
  }

  #remember(entry: TarEntry): void {
    const key = pathKey(entry.path);
    if (this.#seen.has(key)) throw new TarHeaderError('the path stands twice');
    if (key === '.' && entry.type !== 'directory') throw new TarHeaderError('the root is not a directory');
    const parent = parentKey(key);
    if (parent !== '.' && this.#seen.get(parent) !== 'directory')
      throw new TarHeaderError('its folder is not a directory of this archive');
    if (entry.type === 'symlink' && (entry.link === null || entry.link.length === 0))
      throw new TarHeaderError('a link has no target');
    if (entry.type === 'hardlink' && (entry.link === null || this.#seen.get(pathKey(entry.link)) !== 'file')) {
      throw new TarHeaderError('a hard link names no earlier file');
    }
    // A hard link is one more name of a file, so a third name may refer to it.
    this.#seen.set(key, entry.type === 'hardlink' ? 'file' : entry.type);
  }

  #hostile(detail: string, cause?: unknown): AppError {
    return new AppError('PACK_HOSTILE', { part: this.#part, entry: printablePath(this.#current), detail }, { cause });
  }
}
