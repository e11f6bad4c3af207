import { describe, expect, it } from 'vitest';
import type { Job, Phase } from '../../shared/model/job.ts';
import { aJob } from '../features/jobs/testing/a-job.ts';
import { mergedJobs, stacksMoved } from './jobs.ts';

const of = (id: string, change: Partial<Job> = {}): Job => aJob({ id, stackId: `stack-of-${id}`, ...change });

describe('mergedJobs', () => {
  const old = of('old');
  const newer = of('old', { revision: 2 });
  const told = of('told');
  it.each([
    ['an answer to nothing known', [], [], [old], [old]],
    ['a later revision was told', [old], [newer], [old], [newer]],
    ['the answer is later', [old], [old], [newer], [newer]],
    ['told of since it was asked: stays, first', [old], [told, old], [old], [told, old]],
    ['told of since, and answered', [old], [told, old], [told, old], [told, old]],
    ['known before, and not there any more: goes', [told, old], [told, old], [old], [old]],
  ] as const)('%s', (_case, before, known, answered, expected) => {
    expect(mergedJobs(before, known, answered)).toEqual(expected);
  });
});

describe('stacksMoved', () => {
  const running = of('a');
  const at = (phase: Phase): Job => of('a', { revision: 3, progress: { ...aJob().progress, phase } });
  const ended = of('a', { status: 'succeeded', revision: 2 });
  it.each([
    ['nothing new', [running], [running], []],
    ['only its progress', [running], [of('a', { revision: 3 })], []],
    ['its data is copied, then written', [at('copying')], [at('writing-pack')], []],
    ['its backup is good, and copied on', [at('verifying')], [at('preparing-replica')], ['stack-of-a']],
    ['still at the same copy', [at('replicating')], [at('replicating')], []],
    ['begun', [], [running], ['stack-of-a']],
    ['ended', [running], [ended], ['stack-of-a']],
    ['of no stack', [], [of('a', { stackId: null })], []],
    ['two of one stack', [], [running, of('b', { stackId: 'stack-of-a' })], ['stack-of-a']],
  ] as const)('%s', (_case, before, after, expected) => {
    expect(stacksMoved(before, after)).toEqual(expected);
  });
});
