import { expect, test } from 'vitest';
import type { JournalRow } from '../catalog/journal.ts';
import { stopsAskedFor } from './stops-in-flight.ts';

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
  const asked = stopsAskedFor(rows);
  expect([...(asked ?? [])]).toEqual([
    ['web', 'ended'],
    ['db', 'in-flight'],
  ]);
  // A call that failed says nothing about what the engine does with it.
  expect(stopsAskedFor([...rows, row(3, 'failed', 'stop', {})])?.get('db')).toBe('in-flight');
});

test('a container that was owed but never asked to stop is not among them', () => {
  expect(stopsAskedFor([row(1, 'intent', 'owe', {})])).toEqual(new Map());
});

test('without a journal every stop may be under way', () => {
  expect(stopsAskedFor([])).toBeNull();
});
