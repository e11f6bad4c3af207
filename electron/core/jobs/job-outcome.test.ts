import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { outcomeOf } from './job-outcome.ts';

const cancelled = new AppError('JOB_CANCELLED', {});
const catalogLost = new AppError('CATALOG_UNUSABLE', { path: '/c', detail: 'gone' });
const abort = new DOMException('aborted', 'AbortError');
const lost = new AppError('DOCKER_LOST', { endpoint: 'e', detail: 'd' });
const notBack = new AppError('SERVICE_NOT_BACK', { services: 's', detail: 'd' });
const helper = new Error('helper stays');

test.each([
  ['nothing thrown', null, null, null, 'succeeded', null],
  ['nothing thrown, cancelled too late', null, null, cancelled, 'succeeded', null],
  ['the cancel itself', cancelled, null, cancelled, 'cancelled', 'JOB_CANCELLED'],
  ['an abort after a cancel', abort, null, cancelled, 'cancelled', 'JOB_CANCELLED'],
  ['an abort that nobody asked for', abort, null, null, 'failed', 'INTERNAL'],
  ['a cancel that nobody asked for', cancelled, null, null, 'failed', 'JOB_CANCELLED'],
  ['an abort because the catalog failed', abort, null, catalogLost, 'failed', 'CATALOG_UNUSABLE'],
  ['a true failure after a cancel', lost, null, cancelled, 'failed', 'DOCKER_LOST'],
  ['something unexpected', new TypeError('x'), null, null, 'failed', 'INTERNAL'],
  ['a failed clean-up after success', null, helper, null, 'failed', 'CLEANUP_FAILED'],
  ['services that stay down, twice over', lost, new SuppressedError(notBack, lost), null, 'failed', 'DOCKER_LOST'],
  ['services that stay down after a cancel', abort, notBack, cancelled, 'failed', 'CLEANUP_FAILED'],
  ['a failed clean-up after a cancel', abort, helper, cancelled, 'failed', 'CLEANUP_FAILED'],
])('%s', (_what, body, cleanup, abortReason, status, code) => {
  const outcome = outcomeOf({
    body: body === null ? null : { thrown: body },
    cleanup: cleanup === null ? null : { thrown: cleanup },
    abortReason,
  });
  expect(outcome.status).toBe(status);
  expect(outcome.error instanceof AppError ? outcome.error.code : outcome.error).toBe(code);
});

test('a failed clean-up says both failures', () => {
  const { error } = outcomeOf({ body: { thrown: lost }, cleanup: { thrown: helper }, abortReason: null });
  expect(error?.message).toMatch(/helper stays.*DOCKER_LOST/u);
  expect(error?.cause).toMatchObject({ error: helper, suppressed: lost });
});
