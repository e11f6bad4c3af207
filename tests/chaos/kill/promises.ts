import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isPackName } from '../../../electron/core/archive/pack-name.ts';
import { type CompletePack, openPack } from '../../../electron/core/archive/pack-reader.ts';
import { verifySingleFile } from '../../../electron/core/archive/single-file-pack.ts';
import { verifyPack } from '../../../electron/core/archive/verify-pack.ts';
import { listTree } from '../../support/tree-listing.ts';
import type { World } from './world.ts';

/** Packs by id: all places that hold the pack under its final name, and its content. */
export type Packs = ReadonlyMap<string, { readonly paths: readonly string[]; readonly content: string }>;

const quietly = { signal: new AbortController().signal, onBytes: () => undefined, onPart: () => undefined };

/**
 * Everything in the world that has the final name of a pack or of an export. Rejects, naming it, unless it reads back
 * whole; one whose content is in `known` has been read back before and must only be that.
 */
export async function wholePacks({ storage, otherStorage, outside }: World, known: Packs): Promise<Packs> {
  const packs = new Map<string, { paths: string[]; content: string }>();
  const files: string[] = [];
  for (const folder of [storage, otherStorage, outside]) {
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (path.includes('/_tmp/') || path.includes('/.lifeboat-')) continue;
      if (entry.isFile() && entry.name.endsWith('.tar') && entry.parentPath === folder) files.push(path);
      if (!entry.isDirectory() || !isPackName(entry.name)) continue;
      const pack = await openPack(path);
      const content = await contentOf(path);
      const { packId } = pack.manifest;
      const before = known.get(packId);
      if (before === undefined) await readBack(pack);
      else if (before.content !== content) throw new Error(`${path} is not what it was`);
      const found = packs.get(packId);
      packs.set(packId, { paths: [...(found?.paths ?? []), path], content });
    }
  }
  for (const file of files) await readFileBack(file, packs);
  return packs;
}

async function readBack(pack: CompletePack): Promise<void> {
  const { path, manifest, files } = pack;
  await verifyPack({ path, manifest, files: files.keys() }, { ...quietly, depth: 'entries' });
}

/** An export of one file holds exactly a pack that is here; one that is imported was exported before. */
async function readFileBack(file: string, packs: Packs): Promise<void> {
  const paths = [...packs.values()].flatMap((pack) => pack.paths);
  const path = paths.find((one) => basename(one) === basename(file, '.tar'));
  if (path !== undefined) await verifySingleFile(await openPack(path), file, quietly);
}

/** Names and bytes of a tree, without times: a copy has times of its own. */
async function contentOf(path: string): Promise<string> {
  const lines = (await listTree(path)).map((line) => line.split('\t'));
  return lines.map(([name, type, , , size, , content]) => [name, type, size, content].join(' ')).join('\n');
}

/** Names that only unfinished work has, below the storages, the exports and the data. */
export async function leftovers({ storage, otherStorage, outside, data }: World): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of [storage, otherStorage, outside, data])
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      const isWork = entry.parentPath.endsWith('/_tmp') || /^\.(?:lifeboat|trash)-|\.tmp$/u.test(entry.name);
      // An empty file that has told whether two paths are one folder; it is no job's, so no recovery may remove it.
      const isProbe = entry.name.startsWith('.lifeboat-here-');
      if (isWork && !isProbe) found.push(join(entry.parentPath, entry.name));
    }
  return found;
}
