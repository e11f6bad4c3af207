import { describe, expect, it } from 'vitest';
import type { ErrorReport } from '../../../shared/errors.ts';
import { type JobKind, type Phase, phases } from '../../../shared/model/job.ts';
import { cancelMeaning, dataAfter, exchangeStopMs, isSafetyBackup } from './job-facts.ts';

function at(kind: JobKind, phase: Phase) {
  return { kind, progress: { phase, item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null } };
}

function step(name: string, outcome: 'done' | 'failed' | null = 'done', evidence: unknown = null) {
  return { name, outcome, evidence };
}

function failed(kind: JobKind, code: ErrorReport['code']) {
  return { kind, error: { code, params: {} } };
}

describe('cancelMeaning', () => {
  it.each([
    ['preparing', 'untouched'],
    ['copying', 'untouched'],
    ['staging', 'untouched'],
    ['checking', 'untouched'],
    ['stopping', 'untouched'],
    ['swapping', 'put-back'],
    ['starting', 'put-back'],
    ['waiting-healthy', 'put-back'],
    ['undoing', 'impossible'],
  ] as const)('of a rollback in %s is %s', (phase, expected) => {
    expect(cancelMeaning(at('rollback', phase))).toBe(expected);
  });

  it('of an undo promises nothing about which data', () => {
    expect(new Set(phases.map((phase) => cancelMeaning(at('undo', phase))))).toEqual(new Set(['undo']));
  });
});

describe('isSafetyBackup', () => {
  it.each([
    ['rollback', 'copying', true, true],
    ['rollback', 'copying', false, false],
    ['rollback', 'staging', true, false],
    ['undo', 'copying', true, false],
  ] as const)('%s in %s, wanted %s: %s', (kind, phase, wanted, expected) => {
    expect(isSafetyBackup(at(kind, phase), wanted)).toBe(expected);
  });
});

describe('dataAfter', () => {
  it.each([
    ['stuck', failed('rollback', 'ROLLBACK_STUCK'), [step('swap in'), step('swap back')], 'stuck'],
    ['undone by itself', failed('rollback', 'ROLLBACK_UNDONE'), null, 'old'],
    ['failed before the exchange', failed('rollback', 'SPACE_EXHAUSTED'), [step('stage', 'failed')], 'untouched'],
    ['nothing can be read', failed('rollback', 'SPACE_EXHAUSTED'), null, 'unsure'],
    ['cancelled and all put back', failed('rollback', 'JOB_CANCELLED'), [step('swap in'), step('swap back')], 'old'],
    [
      'put back in part',
      failed('rollback', 'JOB_CANCELLED'),
      [step('swap in'), step('swap in'), step('swap back'), step('swap back', 'failed')],
      'unsure',
    ],
    ['exchanged, then failed', failed('rollback', 'SERVICE_NOT_BACK'), [step('swap in')], 'unsure'],
    ['an undo that never began', failed('undo', 'DOCKER_UNREACHABLE'), [], 'untouched'],
    ['an undo that broke', failed('undo', 'DOCKER_LOST'), [step('swap back')], 'unsure'],
  ] as const)('%s', (_case, job, steps, expected) => {
    expect(dataAfter(job, steps)).toBe(expected);
  });
});

describe('exchangeStopMs', () => {
  it.each([
    ['nothing was stopped', [step('swap in')], null],
    [
      'of the exchange, not of the safety backup',
      [step('start', 'done', 900), step('swap in'), step('start', 'done', 3400)],
      3400,
    ],
    ['the safety backup alone', [step('start', 'done', 900), step('swap in')], null],
    ['of an undo', [step('swap back'), step('start', 'done', 1200)], 1200],
    ['without evidence', [step('swap in'), step('start')], null],
  ])('%s', (_case, steps, expected) => {
    expect(exchangeStopMs(steps)).toBe(expected);
  });
});
