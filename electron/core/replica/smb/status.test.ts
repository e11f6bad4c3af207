import { expect, test } from 'vitest';
import { logonError, statusError } from './status.ts';

// Numbers and names: MS-ERREF 2.3.1.
test.each([
  [0xc0000034, 'REPLICA_PATH_NOT_FOUND'],
  [0xc000003a, 'REPLICA_PATH_NOT_FOUND'],
  [0xc0000103, 'REPLICA_PATH_NOT_FOUND'],
  [0xc0000022, 'REPLICA_DENIED'],
  [0xc0000035, 'REPLICA_PATH_TAKEN'],
  [0xc00000a2, 'REPLICA_READ_ONLY'],
  [0xc000007f, 'REPLICA_FULL'],
  [0xc0000044, 'REPLICA_FULL'],
  [0xc0000033, 'REPLICA_PATH_INVALID'],
  [0xc0000043, 'REPLICA_CALL_FAILED'],
  [0xc0ffee00, 'REPLICA_CALL_FAILED'],
])('status %i about a path is %s', (code, expected) => {
  expect(statusError(code, String.raw`\\nas\share\x`)).toMatchObject({ code: expected });
});

test.each([
  [0xc000006d, 'REPLICA_LOGON_REFUSED', 'STATUS_LOGON_FAILURE'],
  [0xc0000071, 'REPLICA_LOGON_REFUSED', 'STATUS_PASSWORD_EXPIRED'],
  [0xc0000234, 'REPLICA_LOGON_REFUSED', 'STATUS_ACCOUNT_LOCKED_OUT'],
  [0xc0ffee00, 'REPLICA_LOGON_REFUSED', '0xc0ffee00'],
  // A Windows for the desk takes 20 users at once: the same log-on may go through later.
  [0xc00000d0, 'REPLICA_CALL_FAILED', 'STATUS_REQUEST_NOT_ACCEPTED'],
])('status %i about a log-on is %s and says %s', (code, expected, detail) => {
  expect(logonError(code, 'nas', 'me')).toMatchObject({ code: expected, params: { detail } });
});
