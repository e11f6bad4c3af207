import { expect, test } from 'vitest';
import type { JobStatus } from '../../../shared/model/job.ts';
import { assertTransition, isOpen } from './job-state.ts';

const statuses: readonly JobStatus[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];
const allowed = new Set([
  'queued running',
  'queued failed',
  'queued cancelled',
  'running succeeded',
  'running failed',
  'running cancelled',
]);

const ways = statuses.flatMap((from) => statuses.map((to) => [from, to] as const));

test.each(ways.filter(([from, to]) => allowed.has(`${from} ${to}`)))('%s -> %s is a way', (from, to) => {
  expect(() => {
    assertTransition(from, to);
  }).not.toThrow();
});

test.each(ways.filter(([from, to]) => !allowed.has(`${from} ${to}`)))('%s -> %s is none', (from, to) => {
  expect(() => {
    assertTransition(from, to);
  }).toThrow(/INTERNAL/u);
});

test('only a queued or running job holds its stack', () => {
  expect(statuses.filter((status) => isOpen(status))).toEqual(['queued', 'running']);
});
