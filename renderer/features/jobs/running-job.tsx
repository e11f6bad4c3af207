import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Job } from '../../../shared/model/job.ts';
import { useWords } from '../../words.tsx';
import { CancelJob } from './cancel-job.tsx';
import { jobName } from './job-name.ts';
import { JobProgress } from './job-progress.tsx';

interface RunningJobProps {
  readonly job: Job;
  readonly autoFocus: boolean;
  readonly onOpen: (jobId: string) => void;
}

/** A job at work: what it is, how far it is, and the way to stop it. */
export function RunningJob({ job, autoFocus, onOpen }: RunningJobProps): ReactNode {
  const words = useWords();
  return (
    <li className="running-job">
      <Button className="job-link" autoFocus={autoFocus} onPress={() => onOpen(job.id)}>
        {jobName(job, words)}
      </Button>
      <CancelJob job={job} />
      <JobProgress job={job} />
    </li>
  );
}
