import { AppError } from '../../errors.ts';
import { isMisreadByWindows } from '../../folders/windows-names.ts';

// What Windows takes. Also ends a tree that a server says has no end.
const longestPath = 32_000;

/**
 * A path as it goes over the wire: names joined by `\`. `path` has its names joined by `/`; '' is the share itself.
 * REPLICA_PATH_INVALID for a name that a Windows share cannot hold, and for a way out of the folder.
 */
export function wirePath(path: string): string {
  if (path === '') return '';
  const names = path.split('/');
  const isInvalid =
    path.length > longestPath || names.some((name) => name === '' || name.length > 255 || isMisreadByWindows(name));
  if (isInvalid) throw new AppError('REPLICA_PATH_INVALID', { path });
  return names.join('\\');
}

/** A path below another; either may be ''. */
export function joinPath(above: string, below: string): string {
  return above === '' || below === '' ? above + below : `${above}/${below}`;
}
