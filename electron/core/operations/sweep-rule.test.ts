import { describe, expect, test } from 'vitest';
import { jobOfTrash, jobOfWork, sweepable, trashName } from './sweep-rule.ts';

const pack = 'backup_manual_v1.2.3_2026-11-20_04-00-00';
const hasEnded = (jobId: string): boolean => jobId === 'ended1';

describe('of unfinished work', () => {
  test.for([
    ['job_ended1_2026-11-20T04-00-00', true],
    ['job_open1_2026-11-20T04-00-00', false],
    ['job_foreign1_2026-11-20T04-00-00', false],
    ['job_ended1', false],
    ['job_ended1_notes', false],
    ['job__2026-11-20T04-00-00', false],
    [`.trash-ended1-${pack}`, false],
    [pack, false],
    ['ended1', false],
  ] as const)('%s goes: %s', ([name, goes]) => {
    expect(sweepable([name], jobOfWork, hasEnded)).toEqual(goes ? [name] : []);
  });
});

describe('of packs on their way out', () => {
  test.for([
    [trashName('ended1', pack), true],
    [trashName('open1', pack), false],
    [trashName('foreign1', pack), false],
    ['.trash-ended1', false],
    ['.trash-ended1-photos', false],
    [`.trash-${pack}`, false],
    [`.trash--${pack}`, false],
    ['.trash-ended1-', false],
    [pack, false],
  ] as const)('%s goes: %s', ([name, goes]) => {
    expect(sweepable([name], jobOfTrash, hasEnded)).toEqual(goes ? [name] : []);
  });
});

test('a catalog that was lost sweeps nothing', () => {
  const names = ['job_ended1_2026-11-20T04-00-00'];
  expect(sweepable(names, jobOfWork, () => false)).toEqual([]);
});
