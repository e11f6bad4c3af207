import type { Omission } from '../../../shared/model/backup.ts';
import { AppError } from '../errors.ts';
import { globMatcher, isOwnName } from './path-globs.ts';
import { parentKey, pathKey, printablePath } from './tar-path.ts';
import type { TarEntry } from './tar-scanner.ts';

/** What is cut out of a tar that the daemon makes, and what of it deserves to be named. */
export interface StreamCuts {
  drops(entry: TarEntry): boolean;
  readonly omitted: readonly Omission[];
}

/**
 * Cuts what is excluded (a matched directory with all below it), Lifeboat's own folders, and device nodes:
 * no pack may hold those, so they are named as omitted. `reading` a pack cuts nothing.
 * SOURCE_UNREADABLE when a hard link stays whose file is cut.
 */
export function createStreamCuts(exclude: readonly string[], reading: boolean): StreamCuts {
  const excluded = globMatcher(exclude);
  const cutFolders = new Set<string>();
  const cutFiles = new Set<string>();
  const omitted: Omission[] = [];
  if (reading) return { drops: () => false, omitted };
  return {
    omitted,
    drops(entry) {
      const key = pathKey(entry.path);
      if (cutFolders.has(parentKey(key)) || isOwnName(key.slice(key.lastIndexOf('/') + 1)) || excluded(key)) {
        if (entry.type === 'directory') cutFolders.add(key);
        if (entry.type === 'file' || entry.type === 'hardlink') cutFiles.add(key);
        return true;
      }
      // Its content went by under the other name; a link to nothing could not be restored.
      if (entry.type === 'hardlink' && entry.link !== null && cutFiles.has(pathKey(entry.link))) {
        const detail = `its content stands under the excluded name ${printablePath(entry.link)}`;
        throw new AppError('SOURCE_UNREADABLE', { path: printablePath(entry.path), detail });
      }
      if (entry.type !== 'char' && entry.type !== 'block') return false;
      omitted.push({ path: printablePath(entry.path), reason: 'device' });
      return true;
    },
  };
}
