import { describe, expect, it } from 'vitest';
import type { JobStatus } from '../../../shared/model/job.ts';
import { jobLight, latestJob, splitJobs, tookMs } from './job-facts.ts';
import { aJob } from './testing/a-job.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 4, 0, second)).toISOString();

describe('splitJobs', () => {
  it('keeps the order of both halves', () => {
    const jobs = [
      aJob({ id: 'a' }),
      aJob({ id: 'b', endedAt: at(1) }),
      aJob({ id: 'c' }),
      aJob({ id: 'd', endedAt: at(2) }),
    ];
    const { open, past } = splitJobs(jobs);
    expect(open.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(past.map(({ id }) => id)).toEqual(['b', 'd']);
  });
});

describe('jobLight', () => {
  it.each<[JobStatus, string]>([
    ['queued', 'none'],
    ['running', 'none'],
    ['succeeded', 'good'],
    ['failed', 'alarm'],
    ['cancelled', 'attention'],
  ])('%s is %s', (status, light) => {
    expect(jobLight({ status, warning: null })).toBe(light);
  });

  it('one that left something undone is no green', () => {
    const warning = { code: 'REPLICATION_FAILED', params: { replica: 'NAS', cause: 'REPLICA_LOST' } } as const;
    expect(jobLight({ status: 'succeeded', warning })).toBe('attention');
    expect(jobLight({ status: 'failed', warning })).toBe('alarm');
  });
});

describe('tookMs', () => {
  it.each([
    ['never began', null, at(3), null],
    ['still runs', at(1), null, null],
    ['has ended', at(1), at(3), 2000],
    ['ended before it began, by a clock that was set back', at(3), at(1), 0],
  ])('%s', (_what, startedAt, endedAt, took) => {
    expect(tookMs({ startedAt, endedAt })).toBe(took);
  });
});

describe('latestJob', () => {
  const older = aJob({ revision: 4 });
  const newer = aJob({ revision: 5 });
  it.each([
    ['nothing is known', null, undefined, null],
    ['only the answer', older, undefined, older],
    ['only the event', null, older, older],
    ['a later event', older, newer, newer],
    ['a later answer', newer, older, newer],
  ])('%s', (_what, asked, told, latest) => {
    expect(latestJob(asked, told)).toBe(latest);
  });

  it('prefers what was told among equals', () => {
    const told = aJob({ revision: 4 });
    expect(latestJob(older, told)).toBe(told);
  });
});
