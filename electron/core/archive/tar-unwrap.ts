import { AppError } from '../errors.ts';
import { encodeTarHeader, paddingAfter, tarEnd } from './tar-encode.ts';
import { printablePath } from './tar-path.ts';
import { type TarEntry, TarScanner } from './tar-scanner.ts';

/**
 * A tar without the one folder around it: `app/…` becomes `…`, as if it had been made inside the folder.
 * Everything else stays. PACK_HOSTILE like the scanner, also for an entry outside of that folder.
 */
export async function* unwrapTar(
  tar: AsyncIterable<Uint8Array>,
  folder: string,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const out: Uint8Array[] = [];
  const prefix = Buffer.from(`${folder}/`);
  let size = 0;
  const inside = (path: Buffer, entry: TarEntry): Buffer => {
    if (path.equals(prefix.subarray(0, -1))) return Buffer.from('.');
    if (path.subarray(0, prefix.length).equals(prefix)) return path.subarray(prefix.length);
    throw new AppError('PACK_HOSTILE', {
      part,
      entry: printablePath(entry.path),
      detail: `it is outside of the folder ${folder}`,
    });
  };
  const scanner = new TarScanner(
    {
      entry(entry) {
        ({ size } = entry);
        const link = entry.type === 'hardlink' && entry.link !== null ? inside(entry.link, entry) : entry.link;
        out.push(encodeTarHeader({ ...entry, path: inside(entry.path, entry), link }));
      },
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
