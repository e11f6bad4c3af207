import { expect, it } from 'vitest';
import type { JobKind } from '../model/job.ts';
import { givesWay } from './gives-way.ts';

it.each<[boolean, JobKind, string]>([
  [true, 'verify', 'periodic verification'],
  [true, 'replicate', 'replication queue'],
  [true, 'prune', 'retention after nightly @ 2026-11-20 04:00'],
  [false, 'verify', 'verify'],
  [false, 'replicate', 'copy to NAS'],
  [false, 'prune', 'prune'],
  [false, 'backup', 'scheduled nightly @ 2026-11-20 04:00'],
  [false, 'recovery', 'recovery'],
  // Whatever an operator's own words for it are.
  [false, 'backup', 'replication queue'],
])('%j: %s, %s', (gives, kind, trigger) => {
  expect(givesWay({ kind, trigger })).toBe(gives);
});
