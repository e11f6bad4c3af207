import { Readable } from 'node:stream';
import { type EncodableEntry, encodeTarHeader, paddingAfter, tarEnd } from '../archive/tar-encode.ts';
import type { Dress } from '../folders/directory-dress.ts';

/** A member of a tar that is made in memory: a file with content, or a directory with what it is besides its entries. */
type SmallMember =
  | { readonly path: string; readonly content: Buffer }
  | { readonly path: string | Buffer; readonly directory: Dress | null };

const plainDirectory: Dress = { mode: 0o700, uid: 0, gid: 0, mtime: '0' };

/** A plain tar of a few small members, in one piece, for `putTree`. */
export function smallTar(members: readonly SmallMember[]): Readable {
  const pieces = members.flatMap((member) => {
    const content = 'content' in member ? member.content : Buffer.alloc(0);
    return [encodeTarHeader(entryOf(member)), content, Buffer.alloc(paddingAfter(content.length))];
  });
  return Readable.from([Buffer.concat([...pieces, tarEnd])], { objectMode: false });
}

function entryOf(member: SmallMember): EncodableEntry {
  const isFile = 'content' in member;
  const { mode, uid, gid, mtime } = isFile ? { ...plainDirectory, mode: 0o600 } : (member.directory ?? plainDirectory);
  return {
    path: Buffer.from(member.path),
    type: isFile ? 'file' : 'directory',
    size: isFile ? member.content.length : 0,
    mode,
    uid,
    gid,
    mtime: BigInt(mtime),
    link: null,
    device: null,
    xattrs: null,
  };
}
