import type { ReactNode } from 'react';
import { openJobOf, useJobs } from '../../stores/jobs.ts';
import { Progress } from '../../ui/progress.tsx';
import { useWords } from '../../words.tsx';

/** The job that holds the stack now. */
export function StackJob({ stackId }: { readonly stackId: string }): ReactNode {
  const { text } = useWords();
  const job = useJobs(({ list }) => openJobOf(list, stackId));
  if (job === undefined) return null;
  const phase = text(`words.phase.${job.progress.phase}`);
  const { doneBytes, totalBytes } = job.progress;
  return (
    <div>
      <p>{phase}</p>
      <Progress label={phase} share={totalBytes === 0 ? null : doneBytes / totalBytes} />
    </div>
  );
}
