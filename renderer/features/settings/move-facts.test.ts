import { expect, it } from 'vitest';
import { aJob } from '../jobs/testing/a-job.ts';
import { moveToShow } from './move-facts.ts';

const ended = '2026-11-20T04:10:00.000Z';
const all = { kind: 'migrate', stackId: null, stack: null } as const;
const open = aJob({ ...all, id: 'open' });
const mine = aJob({ ...all, id: 'mine', endedAt: ended });
const older = aJob({ ...all, id: 'older', endedAt: ended });
const ofOne = aJob({ kind: 'migrate', id: 'one' });

it.each([
  ['no move', [aJob()], 'mine', undefined],
  ['the move of one stack is not shown', [ofOne], 'one', undefined],
  ['one that runs, whoever began it', [open, mine], 'mine', 'open'],
  ['the one begun here, once it has ended', [older, mine], 'mine', 'mine'],
  ['not one of last week', [older], null, undefined],
])('%s', (_what, jobs, begunId, shown) => {
  expect(moveToShow(jobs, begunId)?.id).toBe(shown);
});
