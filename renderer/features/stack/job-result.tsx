import { type ReactNode, useState } from 'react';
import { useJobs } from '../../stores/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { jobLight } from '../jobs/job-facts.ts';
import { JobWarning } from '../jobs/job-error.tsx';
import { lastResult } from './last-result.ts';

/** How the stack's last job ended, where the rest of the page does not say it; until it was read. */
export function JobResult({ stackId }: { readonly stackId: string }): ReactNode {
  const { text } = useWords();
  const job = useJobs(({ list }) => lastResult(list, stackId, performance.timeOrigin));
  const [read, setRead] = useState<string | null>(null);
  if (job === null || job.id === read) return null;
  const kind = text(`words.jobKind.${job.kind}`);
  const said =
    job.status === 'failed'
      ? text('panel.stack.result.failed', { kind })
      : job.warning === null
        ? text('panel.stack.result.exported', { path: job.outputPath ?? '' })
        : text('panel.stack.result.warned', { kind });
  return (
    <div className="job-result">
      <Note state={jobLight(job)}>
        <div className="kept">
          <p className="kept-text selectable">{said}</p>
          <Button onPress={() => setRead(job.id)}>{text('panel.stack.result.read')}</Button>
        </div>
      </Note>
      {job.error === null ? null : <ErrorNote error={job.error} />}
      <JobWarning job={job} />
    </div>
  );
}
