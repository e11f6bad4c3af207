import { Readable } from 'node:stream';
import { type TarEntry, TarScanner } from '../archive/tar-scanner.ts';
import { wrapTar } from '../archive/tar-wrap.ts';
import { AppError } from '../errors.ts';
import type { Dress } from '../folders/directory-dress.ts';
import type { Docker } from './client.ts';
import { isMissing } from './containers.ts';
import { createHelper, type DockerMount, helperMountPoint } from './helper-container.ts';
import { anyLocalImage } from './helper-image.ts';
import { dressOfEntry } from './root-watch.ts';
import { smallTar } from './small-tar.ts';
import { findVolume, openTree, putTree, timeOfPath } from './volumes.ts';

/** A volume as the engine shows it through a helper that never runs. Paths are relative to its root, one character per byte. */
export interface VolumeAccess extends AsyncDisposable {
  open(path: string, signal: AbortSignal): Promise<Readable>;
  put(path: string, tar: Readable, signal: AbortSignal): Promise<void>;
  /**
   * The same for a tree of the application's, whose links may lead anywhere: the engine refuses one that leads out of
   * what it extracts into, so it gets the tree at the container's root, with the path around it. `part` names the tar.
   */
  putFree(path: string, tar: Readable, part: string, signal: AbortSignal): Promise<void>;
  has(path: string): Promise<boolean>;
  dressOfRoot(): Promise<Dress>;
  dressOf(path: string): Promise<Dress>;
  /** Gives directories their owner, mode and time; `.` is the root. */
  dress(directories: readonly { readonly key: string; readonly dress: Dress }[]): Promise<void>;
  /** Makes the site's folder. `before`: what the root was, whose time this changes. */
  makeHome(before: Dress): Promise<void>;
  /** The small files in which the site keeps its state; null when it has no folder yet. */
  readState(): Promise<ReadonlyMap<string, Buffer> | null>;
  /** Writes such files and reads them back. */
  writeState(files: Readonly<Record<string, string | Buffer>>): Promise<void>;
}

interface VolumeAccessOptions {
  readonly docker: Docker;
  readonly mount: DockerMount;
  readonly jobId: string;
  readonly images: readonly string[];
  /** The site's folder at the root. */
  readonly home: string;
  readonly writable: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Null when there is no such volume: a helper would make an empty one. */
export async function openVolumeAccess(options: VolumeAccessOptions): Promise<VolumeAccess | null> {
  const { docker, mount, jobId, images, home, writable, signal } = options;
  if (mount.type === 'volume' && (await findVolume(docker, mount.source, signal)) === null) return null;
  const imageId = await anyLocalImage(docker, images, signal);
  const helper = await createHelper(docker, { jobId, imageId, mount, writable, signal });
  const never = new AbortController().signal;

  const open: VolumeAccess['open'] = (path, openSignal) =>
    openTree(docker, helper.id, absolute(path), { mount, signal: openSignal });
  const put: VolumeAccess['put'] = (path, tar, putSignal) =>
    putTree(docker, helper.id, absolute(path), tar, { mount, signal: putSignal });
  const pathTime = async (path: string): Promise<bigint> => timeOfPath(docker, helper.id, absolute(path), mount.source);
  const dressOf: VolumeAccess['dressOf'] = async (path) => {
    const entry = await firstEntry(await open(`${path}/.`, never), mount.source);
    return { ...dressOfEntry(entry), mtime: (await pathTime(path)).toString() };
  };
  const readState: VolumeAccess['readState'] = async () => {
    try {
      return await filesOf(await open(`${home}/state/.`, never));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
  return {
    open,
    put,
    putFree: async (path, tar, part, putSignal) => {
      const folder = Buffer.from(`${helperMountPoint.slice(1)}/${path}`, 'latin1');
      const wrapped = Readable.from(wrapTar(tar, folder, part), { objectMode: false });
      await putTree(docker, helper.id, '/', wrapped, { mount, signal: putSignal });
    },
    dressOf,
    readState,
    dressOfRoot: () => dressOf('.'),
    has: async (path) => {
      try {
        await pathTime(path);
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    dress: async (directories) => {
      const members = directories.map(({ key, dress }) => {
        const below = key === '.' ? '' : `/${key}`;
        return { path: Buffer.from(`${helperMountPoint.slice(1)}${below}`, 'latin1'), directory: dress };
      });
      // At the container's root: the engine passes over an entry that is the extraction's own root.
      if (members.length > 0) await putTree(docker, helper.id, '/', smallTar(members), { mount, signal: never });
    },
    makeHome: async (before) => {
      const members = [
        ...['', '/state', '/new'].map((name) => ({ path: `${home}${name}`, directory: null })),
        { path: `${home}/state/root.json`, content: Buffer.from(JSON.stringify(before)) },
      ];
      await put('.', smallTar(members), never);
    },
    writeState: async (files) => {
      const members = Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) }));
      await put(`${home}/state`, smallTar(members), never);
      const written = await readState();
      for (const { path, content } of members) {
        if (written?.get(path)?.equals(content) === true) continue;
        throw new AppError('HELPER_FAILED', {
          what: mount.source,
          detail: `${path} does not read back as it was written`,
        });
      }
    },
    [Symbol.asyncDispose]: () => helper[Symbol.asyncDispose](),
  };
}

/** A path of the volume as the helper sees it. */
function absolute(path: string): string {
  return `${helperMountPoint}/${Buffer.from(path, 'latin1').toString('utf8')}`;
}

async function filesOf(tar: AsyncIterable<Buffer>): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let name = '';
  let pieces: Buffer[] = [];
  const scanner = new TarScanner(
    {
      entry: (entry) => {
        name = entry.type === 'file' ? entry.path.toString('latin1') : '';
        pieces = [];
      },
      data: (chunk) => pieces.push(Buffer.from(chunk)),
      entryEnd: () => {
        if (name !== '') files.set(name, Buffer.concat(pieces));
      },
    },
    'state',
  );
  for await (const chunk of tar) scanner.push(chunk);
  scanner.end();
  return files;
}

async function firstEntry(tar: AsyncIterable<Buffer>, what: string): Promise<TarEntry> {
  let first: TarEntry | null = null;
  const found = (entry: TarEntry): void => {
    first ??= entry;
  };
  const scanner = new TarScanner({ entry: found, data: () => undefined, entryEnd: () => undefined }, what);
  for await (const chunk of tar) {
    scanner.push(chunk);
    if (first !== null) return first;
  }
  throw new AppError('HELPER_FAILED', { what, detail: 'the engine shows no folder' });
}
