import type { TargetConnection } from './target.ts';

/** What lies in a folder of a target, held against what belongs there. */
export interface TargetTree {
  /** Sizes of the files that belong there and are there. */
  readonly sizes: ReadonlyMap<string, number>;
  /** What does not belong there; relative to the folder, as all paths here. */
  readonly strange: readonly { readonly path: string; readonly kind: 'file' | 'folder' }[];
}

/**
 * Looks through a folder. It goes only into folders that hold something of `belonging`, so however a target answers,
 * it ends. REPLICA_PATH_NOT_FOUND when the folder is not there.
 */
export async function targetTree(
  connection: TargetConnection,
  folder: string,
  belonging: Iterable<string>,
  signal: AbortSignal,
): Promise<TargetTree> {
  const files = new Set(belonging);
  const folders = foldersOf(files);
  const sizes = new Map<string, number>();
  const strange: TargetTree['strange'][number][] = [];
  const waiting = [''];
  for (const below of waiting) {
    for (const { name, kind, size } of await connection.list(below === '' ? folder : `${folder}/${below}`, signal)) {
      const path = below === '' ? name : `${below}/${name}`;
      if (kind === 'file' && files.has(path)) sizes.set(path, size);
      else if (kind === 'folder' && folders.has(path)) waiting.push(path);
      else strange.push({ path, kind });
    }
  }
  return { sizes, strange };
}

/** Every folder that one of these files lies in, those above before those below. */
export function foldersOf(files: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files)
    for (let at = file.indexOf('/'); at !== -1; at = file.indexOf('/', at + 1)) folders.add(file.slice(0, at));
  return folders;
}
