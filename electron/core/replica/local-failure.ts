import { AppError, detailOf, isAppError } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';

const missing: ReadonlySet<string | null> = new Set(['ENOENT', 'ENOTDIR']);
const full: ReadonlySet<string | null> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const denied: ReadonlySet<string | null> = new Set(['EACCES', 'EPERM']);
const invalid: ReadonlySet<string | null> = new Set(['ENAMETOOLONG', 'EILSEQ']);

/** What a failed call on a file of a target that the system reaches by itself means: a REPLICA_… error. */
export function localFailure(error: unknown, path: string): AppError {
  // The engine's own file calls speak of the machine's files; what the system said is behind it.
  if (
    isAppError(error) &&
    (error.code === 'FILE_FAILED' || error.code === 'SPACE_EXHAUSTED') &&
    error.cause !== undefined
  )
    return localFailure(error.cause, path);
  if (isAppError(error)) return error;
  const errno = errnoOf(error);
  const options = { cause: error };
  if (missing.has(errno)) return new AppError('REPLICA_PATH_NOT_FOUND', { path }, options);
  if (full.has(errno)) return new AppError('REPLICA_FULL', { path }, options);
  if (denied.has(errno)) return new AppError('REPLICA_DENIED', { path }, options);
  if (invalid.has(errno)) return new AppError('REPLICA_PATH_INVALID', { path }, options);
  if (errno === 'EROFS') return new AppError('REPLICA_READ_ONLY', { path }, options);
  if (errno === 'EEXIST') return new AppError('REPLICA_PATH_TAKEN', { path }, options);
  return new AppError('REPLICA_CALL_FAILED', { path, detail: detailOf(error) }, options);
}
