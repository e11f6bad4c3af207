import type { Job } from '../../../shared/model/job.ts';

/** The move of all stacks that the page tells of: the one begun here, else one that is open. */
export function moveToShow(jobs: readonly Job[], begunId: string | null): Job | undefined {
  const moves = jobs.filter(({ kind, stackId }) => kind === 'migrate' && stackId === null);
  return moves.find(({ endedAt }) => endedAt === null) ?? moves.find(({ id }) => id === begunId);
}
