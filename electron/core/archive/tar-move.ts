import { encodeTarHeader, paddingAfter, tarEnd } from './tar-encode.ts';
import { type TarEntry, TarScanner } from './tar-scanner.ts';

/** Where a path of the tar goes: an entry's own, or the one that a hard link names. */
export type MovePath = (path: Buffer, entry: TarEntry) => Buffer;

/** A tar whose entries have other paths; everything else stays. PACK_HOSTILE, PACK_CORRUPT like the scanner. */
export async function* moveTar(
  tar: AsyncIterable<Uint8Array>,
  moved: MovePath,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const out: Uint8Array[] = [];
  let size = 0;
  const scanner = new TarScanner(
    {
      entry(entry) {
        ({ size } = entry);
        const link = entry.type === 'hardlink' && entry.link !== null ? moved(entry.link, entry) : entry.link;
        out.push(encodeTarHeader({ ...entry, path: moved(entry.path, entry), link }));
      },
      // Copied: whoever sends it may still hold it when the reader uses its buffer again.
      data: (chunk) => out.push(Buffer.from(chunk)),
      entryEnd: () => out.push(Buffer.alloc(paddingAfter(size))),
    },
    part,
  );
  for await (const piece of tar) {
    scanner.push(piece);
    yield* out.splice(0);
  }
  scanner.end();
  yield tarEnd;
}
