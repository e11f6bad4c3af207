import { type ReactNode, useState } from 'react';
import { useJobs } from '../../stores/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { jobLight } from '../jobs/job-facts.ts';
import { lastResult } from './last-result.ts';

/** How the stack's last job ended, where the rest of the page does not say it; until it was read. */
export function JobResult({ stackId }: { readonly stackId: string }): ReactNode {
  const { text, error } = useWords();
  const job = useJobs(({ list }) => lastResult(list, stackId, performance.timeOrigin));
  const [read, setRead] = useState<string | null>(null);
  if (job === null || job.id === read) return null;
  const warning = job.warning === null ? null : error(job.warning);
  const failed =
    job.error?.code === 'UPGRADE_UNDONE'
      ? text('panel.upgrade.undone')
      : text('panel.stack.result.failed', { kind: text(`words.jobKind.${job.kind}`) });
  const done = warning?.message ?? text('panel.stack.result.exported', { path: job.outputPath ?? '' });
  return (
    <div className="job-result">
      <Note state={jobLight(job)}>
        <div className="kept">
          <p className="kept-text selectable">
            {job.status === 'failed' ? failed : done}
            {warning === null ? null : <span className="field-hint">{warning.action}</span>}
          </p>
          <Button onPress={() => setRead(job.id)}>{text('panel.stack.result.read')}</Button>
        </div>
      </Note>
      {job.error === null ? null : <ErrorNote error={job.error} />}
    </div>
  );
}
