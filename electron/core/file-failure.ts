import { AppError, detailOf, isAppError } from './errors.ts';

/** The system's code of a failed call, e.g. `ENOENT`; null for any other error. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** What a failed call on a file means to the operator: SPACE_EXHAUSTED or FILE_FAILED. An `AppError` stays itself. */
export function fileFailure(error: unknown, path: string | Buffer): AppError {
  if (isAppError(error)) return error;
  const code = errnoOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('SPACE_EXHAUSTED', { path: path.toString() }, { cause: error });
  return new AppError('FILE_FAILED', { path: path.toString(), detail: detailOf(error) }, { cause: error });
}

/** The same for an error of unknown origin: only what the operating system said becomes a failure of `path`. */
export function systemFailure(error: unknown, path: string): unknown {
  return error instanceof Error && 'syscall' in error ? fileFailure(error, path) : error;
}
