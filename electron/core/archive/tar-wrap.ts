import { encodeTarHeader, paddingAfter, tarEnd } from './tar-encode.ts';
import { TarScanner } from './tar-scanner.ts';

/** A tar with a folder around everything: `…` becomes `folder/…`, its root that folder. PACK_HOSTILE, PACK_CORRUPT like the scanner. */
export async function* wrapTar(
  tar: AsyncIterable<Uint8Array>,
  folder: Buffer,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const out: Uint8Array[] = [];
  let size = 0;
  const below = (path: Buffer): Buffer =>
    path.length === 1 && path[0] === 0x2e ? folder : Buffer.concat([folder, Buffer.from('/'), path]);
  const scanner = new TarScanner(
    {
      entry(entry) {
        ({ size } = entry);
        const link = entry.type === 'hardlink' && entry.link !== null ? below(entry.link) : entry.link;
        out.push(encodeTarHeader({ ...entry, path: below(entry.path), link }));
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
