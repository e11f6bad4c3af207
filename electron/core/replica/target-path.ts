import { AppError } from '../errors.ts';
import { isMisreadByWindows } from '../folders/windows-names.ts';

/** Longest name that a Windows share holds. */
const longestName = 255;

/**
 * The names of a path of a target; none for `''`, the target's folder itself. REPLICA_PATH_INVALID for a way out of the
 * folder, and for a name that only some targets could hold: copies must be movable from one to another.
 */
export function namesOf(path: string): string[] {
  if (path === '') return [];
  const names = path.split('/');
  const isInvalid = names.some(
    (name) => name === '' || name === '.' || name === '..' || name.length > longestName || isMisreadByWindows(name),
  );
  if (isInvalid) throw new AppError('REPLICA_PATH_INVALID', { path });
  return names;
}
