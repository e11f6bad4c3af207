import { memo, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Job } from '../../../shared/model/job.ts';
import { Light } from '../../ui/light.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { jobLight, tookMs } from './job-facts.ts';
import { jobName } from './job-name.ts';

interface JobRowProps {
  readonly job: Job;
  readonly autoFocus: boolean;
  readonly onOpen: (jobId: string) => void;
}

function Row({ job, autoFocus, onOpen }: JobRowProps): ReactNode {
  const words = useWords();
  const took = tookMs(job);
  const status = words.text(`words.status.${job.status}`);
  return (
    <li>
      <Button className="job-row" autoFocus={autoFocus} onPress={() => onOpen(job.id)}>
        <Light state={jobLight(job)} label="" />
        <span className="job-row-name" title={jobName(job, words)}>
          {jobName(job, words)}
        </span>
        <span className="secondary">{status}</span>
        <span className="secondary job-row-when">
          <Ago time={job.createdAt} />
        </span>
        <span className="secondary job-row-took">{took === null ? '' : words.duration(took)}</span>
        {job.error === null || job.status === 'cancelled' ? null : (
          <span className="job-row-error small">{words.error(job.error).message}</span>
        )}
        {job.warning === null ? null : (
          <span className="job-row-error job-row-warning small">{words.error(job.warning).message}</span>
        )}
      </Button>
    </li>
  );
}

/** A job that has ended, on one line; why it failed, on a second one. */
export const JobRow = memo(Row);
