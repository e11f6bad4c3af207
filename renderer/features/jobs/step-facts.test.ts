import { describe, expect, it } from 'vitest';
import { stepError, stepLight, stepSubject, stepWord } from './step-facts.ts';

describe('stepWord', () => {
  it.each([
    ['copy', 'copy'],
    ['make work folder', 'make-work-folder'],
  ])('knows %j', (name, word) => {
    expect(stepWord(name)).toBe(word);
  });

  it.each(['toString', 'some other step', ''])('does not know %j', (name) => {
    expect(stepWord(name)).toBeNull();
  });
});

describe('stepSubject', () => {
  it.each([
    ['a path', 'done', '/srv/work', '/srv/work'],
    ['a source', 'done', { source: 'volume/pgdata', path: '/x' }, 'volume/pgdata'],
    ['a service', 'done', { service: 'web' }, 'web'],
    ['nothing of interest', 'done', { entries: 3 }, null],
    ['a list', 'done', ['volume/pgdata'], null],
    ['no evidence', 'done', null, null],
    ['a failure, whose evidence is its error', 'failed', { path: '/x', code: 'INTERNAL', params: {} }, null],
    ['no outcome', null, null, null],
  ] as const)('%s', (_what, outcome, evidence, subject) => {
    expect(stepSubject({ outcome, evidence })).toBe(subject);
  });
});

describe('stepError', () => {
  const report = { code: 'SPACE_EXHAUSTED', params: { path: '/srv' } } as const;
  it.each([
    ['a failure', 'failed', report, report],
    ['a success that looks like one', 'done', report, null],
    ['an unknown code', 'failed', { code: 'FROM_THE_FUTURE', params: {} }, null],
    ['no values', 'failed', { code: 'SPACE_EXHAUSTED' }, null],
    ['a text', 'failed', 'SPACE_EXHAUSTED', null],
  ] as const)('%s', (_what, outcome, evidence, error) => {
    expect(stepError({ outcome, evidence })).toEqual(error);
  });
});

describe('stepLight', () => {
  it.each([
    ['done', null, 'good'],
    ['failed', null, 'alarm'],
    [null, null, 'none'],
    [null, '2026-11-20T04:00:00.000Z', 'attention'],
    ['done', '2026-11-20T04:00:00.000Z', 'good'],
  ] as const)('%s in a job that ended at %s is %s', (outcome, endedAt, light) => {
    expect(stepLight({ outcome }, { endedAt })).toBe(light);
  });
});
