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

/** What the catalog keeps of anything thrown. An abort counts as the operator's cancel. */
export function reportOf(error: unknown): ErrorReport {
  if (isAppError(error)) return { code: error.code, params: error.params };
  if (error instanceof Error && error.name === 'AbortError') return { code: 'JOB_CANCELLED', params: {} };
  return { code: 'INTERNAL', params: { detail: detailOf(error) } };
}

/** The error that another thread or the catalog reported. */
export function rebuildError(report: ErrorReport): AppError {
  return new AppError(report.code, report.params);
}
