import type { JobStatus } from '../../../shared/model/job.ts';
import { AppError, detailOf, hasCode, reportOf } from '../errors.ts';

/** How a job's body and its clean-up went; `thrown` is a box, since anything can be thrown. */
export interface JobEnd {
  readonly body: { readonly thrown: unknown } | null;
  readonly cleanup: { readonly thrown: unknown } | null;
  /** Why the job's signal was aborted: JOB_CANCELLED, or a failure of the runner itself; null while it was not. */
  readonly abortReason: Error | null;
}

/** What is written as the job's end, and what its result rejects with (an `AppError`). */
export interface Outcome {
  readonly status: Extract<JobStatus, 'succeeded' | 'failed' | 'cancelled'>;
  readonly error: Error | null;
}

/** Judges a job that has run. A failed clean-up makes it failed, whatever else happened. */
export function outcomeOf(end: JobEnd): Outcome {
  const error = end.body === null ? null : bodyError(end.body.thrown, end.abortReason);
  if (end.cleanup !== null) return { status: 'failed', error: cleanupError(end.cleanup.thrown, error) };
  if (error === null) return { status: 'succeeded', error };
  const cancelled = hasCode(error, 'JOB_CANCELLED') && hasCode(end.abortReason, 'JOB_CANCELLED');
  return { status: cancelled ? 'cancelled' : 'failed', error };
}

// Whoever hears an abort may throw a plain AbortError: the reason behind it is the signal's.
function bodyError(thrown: unknown, abortReason: Error | null): Error {
  if (thrown instanceof AppError) return thrown;
  const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
  if (!isAbort) {
    const { code, params } = reportOf(thrown);
    return new AppError(code, params, { cause: thrown });
  }
  if (abortReason === null) return new AppError('INTERNAL', { detail: detailOf(thrown) }, { cause: thrown });
  return hasCode(abortReason, 'JOB_CANCELLED') ? new AppError('JOB_CANCELLED', {}, { cause: thrown }) : abortReason;
}

function cleanupError(thrown: unknown, original: Error | null): Error {
  if (original === null) return new AppError('CLEANUP_FAILED', { detail: detailOf(thrown) }, { cause: thrown });
  if ([...suppressed(thrown), original].every(saysServicesAreDown)) return original;
  const detail = `${detailOf(thrown)} (after: ${detailOf(original)})`;
  return new AppError('CLEANUP_FAILED', { detail }, { cause: new SuppressedError(thrown, original) });
}

/** When these end a job and its clean-up too, it is for one reason, and the first says best what to do about it. */
function saysServicesAreDown(error: unknown): boolean {
  return (['DOCKER_LOST', 'DOCKER_UNREACHABLE', 'SERVICE_NOT_BACK'] as const).some((code) => hasCode(error, code));
}

/** The failures that disposal has put into one. */
function suppressed(thrown: unknown): unknown[] {
  return thrown instanceof SuppressedError ? [...suppressed(thrown.error), ...suppressed(thrown.suppressed)] : [thrown];
}
