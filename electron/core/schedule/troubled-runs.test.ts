import { expect, it } from 'vitest';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import { runOf } from '../../../shared/stack/testing/schedules.ts';
import { troubledRuns } from './troubled-runs.ts';

const planned = (runs: readonly PolicyRun[]): string[] => runs.map((run) => run.planned.slice(5));
const at = (time: string): number => Date.parse(`2026-${time.replace(' ', 'T')}:00.000Z`);

const nights = [
  runOf('11-17 04:00', 'failed'),
  runOf('11-18 04:00', 'succeeded'),
  runOf('11-20 04:00', 'missed'),
  runOf('11-19 04:00', 'missed'),
  runOf('11-21 04:00', 'waiting'),
  runOf('11-22 04:00', 'cancelled'),
  runOf('11-23 04:00', 'running'),
];

it.each([
  ['since the good one', at('11-18 04:00'), ['11-20 04:00', '11-19 04:00']],
  ['of all, when there is no good one', null, ['11-20 04:00', '11-19 04:00', '11-17 04:00']],
  ['none that a good one has followed, by hand for instance', at('11-20 09:00'), []],
])('tells what was missed or failed, newest first: %s', (_name, goodAt, expected) => {
  expect(planned(troubledRuns(nights, goodAt))).toEqual(expected);
});

it('counts a run that was caught up and failed by when it was tried', () => {
  const late = { ...runOf('11-20 04:00', 'failed'), startedAt: '2026-11-20T09:00:00.000Z' };
  expect(planned(troubledRuns([late], at('11-20 08:00')))).toEqual(['11-20 04:00']);
});

it('is at most twenty, the newest', () => {
  const many = Array.from({ length: 25 }, (_, n) => runOf(`10-${String(n + 1).padStart(2, '0')} 04:00`, 'missed'));
  const told = planned(troubledRuns(many, null));
  expect([told.length, told[0], told.at(-1)]).toEqual([20, '10-25 04:00', '10-06 04:00']);
});
