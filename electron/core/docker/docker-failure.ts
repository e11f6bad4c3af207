import { AppError, detailOf } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

// Codes of a connection that was there and broke; every other code of the system means it never was.
const brokenCodes = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);

/** The HTTP status with which the engine refused a call; null when it did not answer at all. */
export function statusOf(error: unknown): number | null {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : null;
}

/** What a failed call of the engine means to an operator. `call` is a few words, e.g. `stop db`. */
export function dockerFailure(error: unknown, endpoint: Endpoint, call: string): Error {
  if (error instanceof AppError) return error;
  const detail = detailOf(error);
  if (statusOf(error) !== null) {
    const words = /^\(HTTP code \d+\) (?:.*?) - (?<message>.*?)\s*$/su.exec(detail)?.groups?.['message'];
    return new AppError('DOCKER_CALL_FAILED', { call, detail: words ?? detail }, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const params = { endpoint: endpoint.text, detail };
  if (typeof code === 'string' && brokenCodes.has(code)) return new AppError('DOCKER_LOST', params, { cause: error });
  if (typeof code === 'string') return new AppError('DOCKER_UNREACHABLE', params, { cause: error });
  return new AppError('DOCKER_CALL_FAILED', { call, detail }, { cause: error });
}
