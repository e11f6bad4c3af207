import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Source, StackDefinition, StackState } from '../../../shared/model/stack.ts';
import { AppError, detailOf } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';

type FolderDefinition = Extract<StackDefinition, { kind: 'folder' }>;

async function demand(path: string, kind: 'folder' | 'sqlite'): Promise<void> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new AppError('SOURCE_MISSING', { path }, { cause: error });
    throw new AppError('SOURCE_UNREADABLE', { path, detail: detailOf(error) }, { cause: error });
  }
  if (kind === 'folder' && !found.isDirectory())
    throw new AppError('SOURCE_UNREADABLE', { path, detail: 'not a directory' });
  if (kind === 'sqlite' && !found.isFile()) throw new AppError('SQLITE_UNREADABLE', { path, detail: 'not a file' });
}

/** Gives every location a short name of its own. Names differ by more than case: a pack may go to a Windows share. */
function sourcesOf(kind: 'folder' | 'sqlite', locations: readonly string[], exclude: readonly string[]): Source[] {
  const taken = new Set<string>();
  return locations.map((location) => {
    const base = basename(location) === '' ? 'root' : basename(location);
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${base}-${n}`;
    taken.add(name.toLowerCase());
    return { id: `${kind}/${name}`, kind, name, location, exclude, singleFile: false };
  });
}

/** The sources of a folder stack as it is defined, whether they are there or not. */
export function folderSources(definition: FolderDefinition): Source[] {
  return [
    ...sourcesOf('folder', definition.directories, definition.exclude),
    ...sourcesOf('sqlite', definition.sqlite, []),
  ];
}

/**
 * The sources of a folder stack: `folder/<base name>` with the stack's exclusions, `sqlite/<file name>`;
 * a second of the same name gets `-2`. It has no services. SOURCE_MISSING when one of them is gone.
 */
export async function inspectFolderStack(definition: FolderDefinition): Promise<StackState> {
  const sources = folderSources(definition);
  for (const source of sources) await demand(source.location, source.kind === 'sqlite' ? 'sqlite' : 'folder');
  return { sources, services: [], notes: [] };
}
