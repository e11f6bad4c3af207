import type { ErrorCode, ErrorParams, ErrorReport } from '../../shared/errors.ts';

/** A failure that a user can meet: a code of `shared/errors.ts` and the values for its sentences. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly params: ErrorParams<Code>;

  constructor(code: Code, params: ErrorParams<Code>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/** `instanceof` alone would leave the code's type open. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** Whether `error` is an `AppError` of this code. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return isAppError(error) && error.code === code;
}

/** The text of anything thrown, for `detail` parameters and the log; never shown without a code. */
export function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What the catalog keeps of anything thrown. An abort counts as the operator's cancel; of a failure on whose way out
 * something else failed, the first counts; what the system said of a file is no fault of this program.
 */
export function reportOf(error: unknown): ErrorReport {
  if (isAppError(error)) return { code: error.code, params: error.params };
  if (error instanceof SuppressedError) return reportOf(error.suppressed);
  if (error instanceof Error && error.name === 'AbortError') return { code: 'JOB_CANCELLED', params: {} };
  return fileReport(error) ?? { code: 'INTERNAL', params: { detail: detailOf(error) } };
}

const fileErrors: ReadonlySet<string> = new Set(
  (
    'EACCES EBUSY EDQUOT EFBIG EIO EISDIR ELOOP EMFILE ENAMETOOLONG ENFILE ENOENT ENOSPC ENOTDIR ENOTEMPTY EPERM ' +
    'EROFS ESTALE'
  ).split(' '),
);
const otherCalls = /^(?:bind|connect|getaddrinfo|kill|listen|spawn)/u;

/** A call on a file that failed where nobody expected it; null for any other error, a connection's included. */
function fileReport(error: unknown): ErrorReport | null {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null;
  const { code, syscall } = error;
  if (typeof code !== 'string' || typeof syscall !== 'string') return null;
  if (!fileErrors.has(code) || otherCalls.test(syscall)) return null;
  // A call on an open file does not say which.
  const path = 'path' in error && typeof error.path === 'string' ? error.path : '?';
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'SPACE_EXHAUSTED', params: { path } };
  return { code: 'FILE_FAILED', params: { path, detail: error.message } };
}

/** The error that another thread or the catalog reported. */
export function rebuildError(report: ErrorReport): AppError {
  return new AppError(report.code, report.params);
}
