import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Job } from '../../../shared/model/job.ts';
import { call, reportOf } from '../../client.ts';
import { useJobs } from '../../stores/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { jobOwner } from './job-name.ts';

/** Tells a running job to stop, once. */
export function CancelJob({ job }: { readonly job: Job }): ReactNode {
  const words = useWords();
  const { text } = words;
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<ErrorReport | null>(null);
  const cancel = (): void => {
    setAsking(true);
    setError(null);
    call('jobs.cancel', { job: job.id })
      .then(useJobs.getState().take)
      .catch((failure: unknown) => setError(reportOf(failure)))
      .finally(() => setAsking(false));
  };
  const stopping = asking || job.cancelRequested;
  const what = { kind: text(`words.jobKind.${job.kind}`), stack: jobOwner(job, words) ?? 'Lifeboat' };
  return (
    <div className="job-cancel">
      <Button isPending={stopping} aria-label={text('panel.jobs.cancelNamed', what)} onPress={cancel}>
        {stopping ? text('panel.jobs.cancelling') : text('panel.jobs.cancel')}
      </Button>
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  );
}
