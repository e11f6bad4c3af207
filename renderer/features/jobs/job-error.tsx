import type { ReactNode } from 'react';
import type { Job } from '../../../shared/model/job.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';

/** What a job that did its work could not do beside it; nothing when all went well. */
export function JobWarning({ job: { warning } }: { readonly job: Pick<Job, 'warning'> }): ReactNode {
  const words = useWords();
  if (warning === null) return null;
  const { message, action } = words.error(warning);
  return (
    <Note state="attention">
      <p className="selectable">{message}</p>
      <p className="secondary">{action}</p>
    </Note>
  );
}

/** Why a job did not do all it should; nothing for one that did. What the operator cancelled is no alarm. */
export function JobError({ job }: { readonly job: Job }): ReactNode {
  const words = useWords();
  if (job.error === null) return null;
  if (job.status !== 'cancelled') return <ErrorNote error={job.error} />;
  const { message, action } = words.error(job.error);
  return (
    <Note state="attention">
      <p>{message}</p>
      <p className="secondary">{action}</p>
    </Note>
  );
}
