import { AppError, hasCode } from '../../errors.ts';
import type { TargetEntry } from '../target.ts';
import { SmbFile } from './file.ts';
import { malformed } from './malformed.ts';
import { type DirectoryEntry, readEntries, readSpace } from './replies.ts';
import {
  access,
  type CreateFields,
  createOption,
  deleteBody,
  disposition,
  queryDirectoryBody,
  querySpaceBody,
  renameBody,
  sharing,
} from './requests.ts';
import { joinPath, wirePath } from './share-path.ts';
import { status } from './status.ts';
import type { SmbTree } from './tree.ts';

// Entries deleted side by side: on a slow line the waits would add up.
const deletedAtOnce = 16;
const answerBytes = 65_536;
// A folder with more is no folder of ours, or a server that never ends.
const mostEntries = 1_000_000;

const looking: Omit<CreateFields, 'name'> = {
  access: access.readAttributes | access.synchronize,
  disposition: disposition.open,
  options: 0,
  sharing: sharing.all,
};
const moving: Omit<CreateFields, 'name'> = {
  ...looking,
  access: looking.access | access.delete,
  options: createOption.link,
};

async function withFile<T>(
  tree: SmbTree,
  path: string,
  how: Omit<CreateFields, 'name'>,
  signal: AbortSignal,
  act: (file: SmbFile) => Promise<T>,
): Promise<T> {
  const file = await SmbFile.open(tree, path, how, signal);
  try {
    const result = await act(file);
    await file.close(signal);
    return result;
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** Bytes that the user may still write to the file system of `path`. */
export function freeSpace(tree: SmbTree, path: string, signal: AbortSignal): Promise<number> {
  return withFile(tree, path, looking, signal, async ({ opened }) => {
    const reply = await tree.ask({ command: 'QUERY_INFO', body: querySpaceBody(opened.id) }, signal);
    tree.expectOk(reply, path);
    return readSpace(reply.message);
  });
}

/** Null when there is nothing. */
export async function stat(tree: SmbTree, path: string, signal: AbortSignal): Promise<TargetEntry | null> {
  try {
    return await withFile(tree, path, looking, signal, ({ opened: { isFolder, size } }) =>
      Promise.resolve({
        name: path.slice(path.lastIndexOf('/') + 1),
        kind: isFolder ? 'folder' : 'file',
        size: isFolder ? 0 : size,
      }),
    );
  } catch (error) {
    if (hasCode(error, 'REPLICA_PATH_NOT_FOUND')) return null;
    throw error;
  }
}

/** Makes the folders from below `from` (which is there) down to `path`. */
export async function makeFolders(tree: SmbTree, from: string, path: string, signal: AbortSignal): Promise<void> {
  const how = { ...looking, disposition: disposition.openIf, options: createOption.folder };
  wirePath(path);
  let made = from;
  for (const name of path === '' ? [] : path.split('/')) {
    made = joinPath(made, name);
    try {
      await withFile(tree, made, how, signal, () => Promise.resolve());
    } catch (error) {
      // The folder above is there, so it is a file that has the name.
      if (!hasCode(error, 'REPLICA_PATH_NOT_FOUND')) throw error;
      throw new AppError('REPLICA_PATH_TAKEN', { path: tree.place(made) }, { cause: error });
    }
  }
}

/** All entries of a folder. REPLICA_PATH_NOT_FOUND when there is none. */
export async function list(tree: SmbTree, path: string, signal: AbortSignal): Promise<DirectoryEntry[]> {
  const how = { ...looking, access: looking.access | access.readData, options: createOption.folder };
  return withFile(tree, path, how, signal, async ({ opened }) => {
    const found: DirectoryEntry[] = [];
    for (;;) {
      const body = queryDirectoryBody(opened.id, answerBytes);
      const reply = await tree.ask({ command: 'QUERY_DIRECTORY', body, bytes: answerBytes }, signal);
      if (reply.header.status === status.noMoreFiles) return found;
      tree.expectOk(reply, path);
      found.push(...readEntries(reply.message));
      if (found.length > mostEntries) throw malformed('QUERY_DIRECTORY: a folder without an end');
    }
  });
}

/** Refuses a name that is taken: REPLICA_PATH_TAKEN names it. */
export async function rename(tree: SmbTree, from: string, to: string, signal: AbortSignal): Promise<void> {
  const name = wirePath(to);
  await withFile(tree, from, moving, signal, async ({ opened }) => {
    const reply = await tree.ask({ command: 'SET_INFO', body: renameBody(opened.id, name) }, signal);
    if (reply.header.status === status.nameTaken) throw new AppError('REPLICA_PATH_TAKEN', { path: tree.place(to) });
    tree.expectOk(reply, from);
  });
}

/** Deletes one file. REPLICA_PATH_NOT_FOUND when there is none. */
export async function deleteFile(tree: SmbTree, path: string, signal: AbortSignal): Promise<void> {
  await remove(tree, path, createOption.notFolder, signal);
}

/** Deletes a folder and all below it; a link is deleted, not followed. */
export async function deleteTree(tree: SmbTree, path: string, signal: AbortSignal): Promise<void> {
  const entries = await list(tree, path, signal);
  for (let at = 0; at < entries.length; at += deletedAtOnce) {
    await Promise.all(
      entries.slice(at, at + deletedAtOnce).map(({ name, isFolder, isLink }) => {
        const below = joinPath(path, name);
        if (isFolder && !isLink) return deleteTree(tree, below, signal);
        return remove(tree, below, isFolder ? createOption.folder : createOption.notFolder, signal);
      }),
    );
  }
  await remove(tree, path, createOption.folder, signal);
}

async function remove(tree: SmbTree, path: string, kind: number, signal: AbortSignal): Promise<void> {
  await withFile(tree, path, { ...moving, options: moving.options | kind }, signal, (file) =>
    file.ask({ command: 'SET_INFO', body: deleteBody(file.opened.id) }, signal),
  );
}
