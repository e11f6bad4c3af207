import { AppError } from '../errors.ts';
import { packFile, packFolders } from './pack-layout.ts';
import { type TarEntry, TarScanner } from './tar-scanner.ts';

/** What a single-file export holds, in its order. Paths are relative to the pack, and are a pack's own. */
export type MemberEvent =
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 'file'; readonly path: string; readonly bytes: number }
  | { readonly type: 'data'; readonly chunk: Buffer }
  /** Of the last file. */
  | { readonly type: 'end' };

// Far more than a stack has sources; a bound on the memory that a hostile archive can take.
const mostMembers = 50_000;
const topFiles: readonly string[] = [packFile.manifest, packFile.restore, packFile.done];

/** Whether a pack may have a file or a folder of this path. */
function isPackPath(path: string, type: 'file' | 'directory'): boolean {
  const [top = '', ...below] = path.split('/');
  if (below.length === 0) return type === 'file' ? topFiles.includes(top) : packFolders.includes(top);
  return packFolders.includes(top) && below.every((name) => /^[A-Za-z0-9._-]{1,200}$/u.test(name));
}

class MemberReader {
  readonly events: MemberEvent[] = [];
  readonly scanner: TarScanner;
  readonly #archive: string;
  #top: string | null = null;
  #count = 0;
  #inFile = false;

  constructor(archive: string) {
    this.#archive = archive;
    this.scanner = new TarScanner(
      {
        entry: (entry) => this.#entry(entry),
        data: (chunk) =>
          this.events.push({ type: 'data', chunk: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) }),
        entryEnd: () => {
          if (this.#inFile) this.events.push({ type: 'end' });
          this.#inFile = false;
        },
      },
      archive,
    );
  }

  #entry(entry: TarEntry): void {
    const path = entry.path.toString('utf8');
    const refuse = (detail: string) =>
      new AppError('PACK_HOSTILE', { part: this.#archive, entry: JSON.stringify(path).slice(1, -1), detail });
    this.#count += 1;
    if (this.#count > mostMembers) throw refuse('it has more entries than a pack');
    if (entry.type !== 'file' && entry.type !== 'directory') throw refuse(`a ${entry.type} is in no pack`);
    if (this.#top === null) {
      if (entry.type !== 'directory' || path === '.' || path.includes('/'))
        throw refuse('the folder of the pack does not come first');
      this.#top = path;
      return;
    }
    const inside = path.startsWith(`${this.#top}/`) ? path.slice(this.#top.length + 1) : '';
    if (!isPackPath(inside, entry.type)) throw refuse('no pack has an entry of this name');
    if (entry.type === 'directory') {
      this.events.push({ type: 'folder', path: inside });
      return;
    }
    this.#inFile = true;
    this.events.push({ type: 'file', path: inside, bytes: entry.size });
  }
}

/**
 * Reads a single-file export strictly: one folder with regular files and folders of a pack's own names in
 * it, nothing else. PACK_HOSTILE names the first other entry; PACK_CORRUPT when it ends early. Each piece
 * of `stream` must be a buffer of its own.
 */
export async function* readMembers(
  stream: AsyncIterable<Buffer>,
  archive: string,
): AsyncGenerator<MemberEvent, void, undefined> {
  const reader = new MemberReader(archive);
  for await (const piece of stream) {
    reader.scanner.push(piece);
    yield* reader.events.splice(0);
  }
  reader.scanner.end();
}
