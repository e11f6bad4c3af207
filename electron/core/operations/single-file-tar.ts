import { Readable } from 'node:stream';
import type { IndexEntry } from '../archive/index-entry.ts';
import { indexEntryOf } from '../archive/index-line.ts';
import { encodeTarHeader, paddingAfter, tarEnd } from '../archive/tar-encode.ts';

/** A file of a pack that is no archive (a database, a configuration file), and what it has to be again. */
export interface SingleFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly file: { readonly mode: number; readonly uid: number; readonly gid: number; readonly mtime: string };
}

function headerOf({ name, bytes, file }: SingleFile): { header: Buffer; entry: Parameters<typeof encodeTarHeader>[0] } {
  const entry = {
    path: Buffer.from(name),
    type: 'file' as const,
    mode: file.mode,
    uid: file.uid,
    gid: file.gid,
    size: bytes,
    mtime: BigInt(file.mtime),
    link: null,
    device: null,
    xattrs: null,
  };
  return { header: encodeTarHeader(entry), entry };
}

/** The file as a tar of one entry, so that it is staged, checked and exchanged like everything else. */
export function singleFileTar(file: SingleFile, content: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(
    (async function* () {
      yield headerOf(file).header;
      yield* content;
      yield Buffer.concat([Buffer.alloc(paddingAfter(file.bytes)), tarEnd]);
    })(),
    { objectMode: false },
  );
}

/** The index of that tar. */
export async function* singleFileIndex(file: SingleFile): AsyncGenerator<IndexEntry, void, undefined> {
  const { header, entry } = headerOf(file);
  yield await Promise.resolve(indexEntryOf({ ...entry, start: 0, offset: header.length }, file.sha256));
}
