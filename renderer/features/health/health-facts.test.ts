import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/model/report.ts';
import { sentencePieces, subjectBeside, verdictOf, worstFirst } from './health-facts.ts';

const finding = (check: Finding['check'], state: Finding['state']): Finding => ({
  check,
  state,
  subject: null,
  params: {},
});

describe('worstFirst', () => {
  it('sorts by state and keeps the order of equals', () => {
    const found = [
      finding('runtime', 'good'),
      finding('docker', 'attention'),
      finding('packs', 'alarm'),
      finding('log', 'good'),
      finding('space', 'alarm'),
    ];
    expect(worstFirst(found).map(({ check }) => check)).toEqual(['packs', 'space', 'docker', 'runtime', 'log']);
  });
});

describe('verdictOf', () => {
  it.each([
    [[], null],
    [['good', 'good'], { state: 'good', count: 2 }],
    [['good', 'attention', 'good'], { state: 'attention', count: 1 }],
    [['attention', 'alarm', 'alarm', 'good'], { state: 'alarm', count: 2 }],
  ] as const)('%o', (states, verdict) => {
    expect(verdictOf(states.map((state) => ({ state })))).toEqual(verdict);
  });
});

describe('subjectBeside', () => {
  it.each([
    ['/srv/log', 'The log can be written.', '/srv/log'],
    ['/srv', '/srv can be written.', null],
    [null, 'No job is stuck.', null],
  ])('%j beside %j', (subject, sentence, beside) => {
    expect(subjectBeside({ subject }, sentence)).toBe(beside);
  });
});

describe('sentencePieces', () => {
  it('finds what is to be typed', () => {
    expect(sentencePieces('Run `lifeboat recover` or `lifeboat undo`.')).toEqual([
      { text: 'Run ', code: false },
      { text: 'lifeboat recover', code: true },
      { text: ' or ', code: false },
      { text: 'lifeboat undo', code: true },
      { text: '.', code: false },
    ]);
  });

  it('leaves a sentence without any as it is', () => {
    expect(sentencePieces('No job is stuck.')).toEqual([{ text: 'No job is stuck.', code: false }]);
  });
});
