import { expect, test } from 'vitest';
import type { JournalRow } from '../catalog/journal.ts';
import { stopsWithoutOutcome } from './stops-in-flight.ts';

const row = (n: number, phase: JournalRow['phase'], name: string, data: unknown): JournalRow => ({
  jobId: 'job',
  n,
  phase,
  name,
  data,
  at: '2026-11-20T04:00:00.000Z',
});

test('a stop whose end was not journalled may still be under way', () => {
  const rows = [
    row(1, 'intent', 'owe', {}),
    row(1, 'done', 'owe', null),
    row(2, 'intent', 'stop', { containerId: 'web' }),
    row(2, 'done', 'stop', null),
    row(3, 'intent', 'stop', { containerId: 'db' }),
  ];
  expect(stopsWithoutOutcome(rows)).toEqual(new Set(['db']));
  expect(stopsWithoutOutcome([...rows, row(3, 'failed', 'stop', {})])).toEqual(new Set());
});

test('without a journal every stop may be under way', () => {
  expect(stopsWithoutOutcome([])).toBeNull();
});
