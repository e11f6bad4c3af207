import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Omission } from '../../../shared/model/backup.ts';
import { AppError, detailOf } from '../errors.ts';
import { type WalkEntry, walkFolder } from '../folders/folder-walk.ts';
import type { FrameBuilder } from './frame-builder.ts';
import type { FolderInput } from './scan-messages.ts';
import { encodeTarHeader, paddingAfter, tarEnd } from './tar-encode.ts';
import { printablePath } from './tar-path.ts';
import { errnoOf } from '../file-failure.ts';

const zeros = Buffer.alloc(64 * 1024);
const noFollow = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A number that changes when a file does: what the second walk is compared with, entry by entry. */
function fingerprint(entry: WalkEntry): number {
  let hash = 0x811c9dc5;
  const mix = (value: number) => {
    hash = Math.imul(hash ^ value, 0x01000193);
  };
  for (const byte of entry.path) mix(byte);
  mix(entry.size & 0xffffffff);
  if (entry.type !== 'directory') mix(Number(entry.mtimeNs & 0xffffffffn));
  mix(Number(entry.ino & 0xffffffffn));
  return hash;
}

function inodeKey(entry: WalkEntry): string {
  return `${entry.dev}:${entry.ino}`;
}

class FolderTar {
  readonly #input: FolderInput;
  readonly #builder: FrameBuilder;
  readonly #scan: (bytes: Uint8Array) => void;
  readonly #firstNames = new Map<string, Buffer>();
  readonly omitted: Omission[] = [];

  constructor(input: FolderInput, builder: FrameBuilder, scan: (bytes: Uint8Array) => void) {
    this.#input = input;
    this.#builder = builder;
    this.#scan = scan;
  }

  walk(omit: (omission: Omission) => void): Generator<WalkEntry, void, undefined> {
    const { root, names, exclude, skip } = this.#input;
    return walkFolder({ root, names, exclude, skip }, omit);
  }

  /** Names what is left out; what was there a moment ago may be missing only from a tolerant copy. */
  omit(omission: Omission): void {
    if (omission.reason === 'vanished' && !this.#input.tolerant) {
      throw new AppError('SOURCE_CHANGED', { path: `${this.#input.root}/${omission.path}` });
    }
    this.omitted.push(omission);
  }

  /** Puts ready bytes into the tar. */
  append(bytes: Uint8Array): void {
    this.#scan(bytes);
    this.#builder.append(bytes);
  }

  /** A second or third name of a file whose content is in the tar already. */
  #earlierName(entry: WalkEntry): Buffer | null {
    if (entry.type !== 'file' || entry.nlink < 2) return null;
    const key = inodeKey(entry);
    const first = this.#firstNames.get(key);
    if (first === undefined) this.#firstNames.set(key, entry.path);
    return first ?? null;
  }

  #header(entry: WalkEntry, size: number, first: Buffer | null): Buffer {
    const { path, mode, uid, gid } = entry;
    const type = first === null ? entry.type : 'hardlink';
    return encodeTarHeader({
      path,
      type,
      mode,
      uid,
      gid,
      size,
      mtime: entry.mtimeNs,
      link: first ?? entry.link,
      device: null,
      xattrs: null,
    });
  }

  /** Adds one entry; yields whenever the builder may need to wait. */
  *add(entry: WalkEntry): Generator<void, void, undefined> {
    const first = this.#earlierName(entry);
    if (entry.type !== 'file' || first !== null) {
      this.append(this.#header(entry, 0, first));
      return;
    }
    const absolute = Buffer.concat([Buffer.from(`${this.#input.root}/`), entry.path]);
    const file = this.#open(entry, absolute);
    if (file === null) {
      // Its other names, if any are left, must not refer to a name that is not in the tar.
      this.#firstNames.delete(inodeKey(entry));
      return;
    }
    try {
      yield* this.#content(entry, absolute, file);
    } finally {
      closeSync(file);
    }
  }

  #open(entry: WalkEntry, absolute: Buffer): number | null {
    try {
      return openSync(absolute, noFollow);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' || !this.#input.tolerant) {
        if (errnoOf(error) === 'ENOENT')
          throw new AppError('SOURCE_CHANGED', { path: absolute.toString() }, { cause: error });
        throw new AppError(
          'SOURCE_UNREADABLE',
          { path: absolute.toString(), detail: detailOf(error) },
          { cause: error },
        );
      }
      this.omitted.push({ path: printablePath(entry.path), reason: 'vanished' });
      return null;
    }
  }

  *#content(entry: WalkEntry, absolute: Buffer, file: number): Generator<void, void, undefined> {
    const { size } = entry;
    this.append(this.#header(entry, size, null));
    for (let done = 0; done < size; ) {
      const space = this.#builder.space();
      const wanted = Math.min(space.length, size - done);
      const got = this.#read(file, absolute, space, wanted, done);
      if (got === 0) {
        this.#changed(entry, absolute);
        yield* this.#zeros(size - done);
        break;
      }
      this.#scan(space.subarray(0, got));
      this.#builder.commit(got);
      done += got;
      yield;
    }
    const padding = paddingAfter(size);
    if (padding > 0) this.append(zeros.subarray(0, padding));
    const now = fstatSync(file, { bigint: true });
    if (now.mtimeNs !== entry.mtimeNs || now.size !== BigInt(size)) this.#changed(entry, absolute);
  }

  /** Stands for the rest of a file that shrank: its size is written already, and it is named as changed. */
  *#zeros(length: number): Generator<void, void, undefined> {
    for (let rest = length; rest > 0; rest -= Math.min(rest, zeros.length)) {
      this.append(zeros.subarray(0, Math.min(rest, zeros.length)));
      yield;
    }
  }

  #read(file: number, absolute: Buffer, space: Uint8Array, wanted: number, at: number): number {
    try {
      return readSync(file, space, 0, wanted, at);
    } catch (error) {
      throw new AppError('SOURCE_UNREADABLE', { path: absolute.toString(), detail: detailOf(error) }, { cause: error });
    }
  }

  #changed(entry: WalkEntry, absolute: Buffer): void {
    if (!this.#input.tolerant) throw new AppError('SOURCE_CHANGED', { path: absolute.toString() });
    const path = printablePath(entry.path);
    if (this.omitted.at(-1)?.path !== path) this.omitted.push({ path, reason: 'changed' });
  }
}

/**
 * Writes a folder as tar into `builder`, every byte also through `scan`. Yields whenever the caller should
 * wait for room. Unless the input is tolerant, walks the folder again at the end: whatever changed meanwhile is
 * SOURCE_CHANGED. A tolerant copy names in the returned omissions what it saw vanish or change; entries that
 * appear behind the walk are not noticed.
 */
export function* folderTar(
  input: FolderInput,
  builder: FrameBuilder,
  scan: (bytes: Uint8Array) => void,
): Generator<void, readonly Omission[], undefined> {
  const tar = new FolderTar(input, builder, scan);
  const before: number[] = [];
  for (const entry of tar.walk((omission) => tar.omit(omission))) {
    before.push(fingerprint(entry));
    yield* tar.add(entry);
    yield;
  }
  tar.append(tarEnd);
  if (!input.tolerant) compareAgain(tar, before, input.root);
  return tar.omitted;
}

function compareAgain(tar: FolderTar, before: readonly number[], root: string): void {
  let at = 0;
  for (const entry of tar.walk(() => undefined)) {
    if (before[at] !== fingerprint(entry))
      throw new AppError('SOURCE_CHANGED', { path: `${root}/${printablePath(entry.path)}` });
    at += 1;
  }
  if (at !== before.length) throw new AppError('SOURCE_CHANGED', { path: root });
}
