// What a server's status means. Names are the protocol's (MS-ERREF 2.3.1).
import { AppError } from '../../errors.ts';

/** Statuses that the client decides by. */
export const status = {
  ok: 0,
  pending: 0x0000_0103,
  noMoreFiles: 0x8000_0006,
  bufferOverflow: 0x8000_0005,
  endOfFile: 0xc000_0011,
  moreProcessing: 0xc000_0016,
  accessDenied: 0xc000_0022,
  notFound: 0xc000_0034,
  pathNotFound: 0xc000_003a,
  nameTaken: 0xc000_0035,
  notSupported: 0xc000_00bb,
  fileIsDirectory: 0xc000_00ba,
  notADirectory: 0xc000_0103,
  invalidDeviceRequest: 0xc000_0010,
  fileClosed: 0xc000_0128,
  badNetworkName: 0xc000_00cc,
  sessionDeleted: 0xc000_0203,
  sessionExpired: 0xc000_035c,
} as const;

const names: ReadonlyMap<number, string> = new Map([
  [0xc000_000d, 'STATUS_INVALID_PARAMETER'],
  [0xc000_0043, 'STATUS_SHARING_VIOLATION'],
  [0xc000_0056, 'STATUS_DELETE_PENDING'],
  [0xc000_006a, 'STATUS_WRONG_PASSWORD'],
  [0xc000_006d, 'STATUS_LOGON_FAILURE'],
  [0xc000_006e, 'STATUS_ACCOUNT_RESTRICTION'],
  [0xc000_006f, 'STATUS_INVALID_LOGON_HOURS'],
  [0xc000_0070, 'STATUS_INVALID_WORKSTATION'],
  [0xc000_0071, 'STATUS_PASSWORD_EXPIRED'],
  [0xc000_0072, 'STATUS_ACCOUNT_DISABLED'],
  [0xc000_009a, 'STATUS_INSUFFICIENT_RESOURCES'],
  [0xc000_00b5, 'STATUS_IO_TIMEOUT'],
  [0xc000_00d0, 'STATUS_REQUEST_NOT_ACCEPTED'],
  [0xc000_0101, 'STATUS_DIRECTORY_NOT_EMPTY'],
  [0xc000_015b, 'STATUS_LOGON_TYPE_NOT_GRANTED'],
  [0xc000_0185, 'STATUS_IO_DEVICE_ERROR'],
  [0xc000_0193, 'STATUS_ACCOUNT_EXPIRED'],
  [0xc000_0224, 'STATUS_PASSWORD_MUST_CHANGE'],
  [0xc000_0234, 'STATUS_ACCOUNT_LOCKED_OUT'],
  [status.accessDenied, 'STATUS_ACCESS_DENIED'],
  [status.notSupported, 'STATUS_NOT_SUPPORTED'],
  [status.sessionDeleted, 'STATUS_USER_SESSION_DELETED'],
]);

// The server has too much to do, or as many users as its licence has: nobody's password is wrong.
const busy: ReadonlySet<number> = new Set([0xc000_009a, 0xc000_00d0]);
const fullStatuses: ReadonlySet<number> = new Set([0xc000_007f, 0xc000_0044, 0xc000_0802, 0xc000_04b6]);
const writeProtected = 0xc000_00a2;
const invalidNames: ReadonlySet<number> = new Set([0xc000_0033, 0xc000_0039, 0xc000_003b, 0xc000_0106]);
const missing: ReadonlySet<number> = new Set([status.notFound, status.pathNotFound, 0xc000_000f]);

/** The protocol's name of a status, or its number. */
export function statusName(code: number): string {
  return names.get(code) ?? `0x${code.toString(16).padStart(8, '0')}`;
}

/** Whether a status says that nothing has that name. */
export function isMissing(code: number): boolean {
  return missing.has(code);
}

/** What a failed call on a path means to an operator. `path` as the operator knows it. */
export function statusError(code: number, path: string): AppError {
  if (isMissing(code) || code === status.notADirectory) return new AppError('REPLICA_PATH_NOT_FOUND', { path });
  if (code === status.accessDenied) return new AppError('REPLICA_DENIED', { path });
  if (code === status.nameTaken) return new AppError('REPLICA_PATH_TAKEN', { path });
  if (code === writeProtected) return new AppError('REPLICA_READ_ONLY', { path });
  if (fullStatuses.has(code)) return new AppError('REPLICA_FULL', { path });
  if (invalidNames.has(code)) return new AppError('REPLICA_PATH_INVALID', { path });
  return new AppError('REPLICA_CALL_FAILED', { path, detail: statusName(code) });
}

/** What a refused log-on means. */
export function logonError(code: number, host: string, user: string): AppError {
  const detail = statusName(code);
  if (busy.has(code)) return new AppError('REPLICA_CALL_FAILED', { path: `\\\\${host}`, detail });
  return new AppError('REPLICA_LOGON_REFUSED', { host, user, detail });
}
