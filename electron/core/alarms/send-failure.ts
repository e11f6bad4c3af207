import { AppError, detailOf } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';

const untrusted =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE))/u;

/** What a failed connection to `address` means to the operator: NOTIFY_UNTRUSTED or NOTIFY_UNREACHABLE. */
export function connectionFailure(error: unknown, address: string): AppError {
  const cause = rootOf(error);
  const detail = detailOf(cause);
  // Not every library leaves the code of the failure as it was.
  const isUntrusted = untrusted.test(errnoOf(cause) ?? '') || /certificate/iu.test(detail);
  return new AppError(isUntrusted ? 'NOTIFY_UNTRUSTED' : 'NOTIFY_UNREACHABLE', { address, detail });
}

/** Of several addresses of one name, the first failure stands for all. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors[0]);
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
