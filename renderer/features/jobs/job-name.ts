import type { Job } from '../../../shared/model/job.ts';
import type { Words } from '../../words.tsx';

type Named = Pick<Job, 'kind' | 'stack'>;

/** Whose job it is: its stack's name; a move without one is of all stacks; null for one of nobody's. */
export function jobOwner({ kind, stack }: Named, { text }: Pick<Words, 'text'>): string | null {
  return stack ?? (kind === 'migrate' ? text('panel.jobs.allStacks') : null);
}

/** `backup · shop`: what it does and to what. */
export function jobName(job: Named, words: Pick<Words, 'text'>): string {
  const kind = words.text(`words.jobKind.${job.kind}`);
  const owner = jobOwner(job, words);
  return owner === null ? kind : `${kind} · ${owner}`;
}

/** An error as text for a mail or an issue: its code, what it says, and the job it ended. */
export function errorText(job: Pick<Job, 'id' | 'error'>, { error }: Pick<Words, 'error'>): string {
  if (job.error === null) return job.id;
  const { code, message, action } = error(job.error);
  return [code, message, action, job.id].join('\n');
}
