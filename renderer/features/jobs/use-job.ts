import { useEffect, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Job, JobStep } from '../../../shared/model/job.ts';
import { call, reportOf } from '../../client.ts';
import { useJobs } from '../../stores/jobs.ts';
import { latestJob } from './job-facts.ts';

const pollMs = 1000;

interface JobStory {
  /** Null until it is known. */
  readonly job: Job | null;
  readonly steps: readonly JobStep[] | null;
  readonly error: ErrorReport | null;
}

/** One job with its steps, anew every second while it runs and once more when it has ended. */
export function useJob(jobId: string): JobStory {
  const [asked, setAsked] = useState<JobStory>({ job: null, steps: null, error: null });
  const told = useJobs(({ list }) => list.find(({ id }) => id === jobId));
  const job = latestJob(asked.job, told);
  const ended = job !== null && job.endedAt !== null;
  useEffect(() => {
    let watching = true;
    const load = (): void => {
      call('jobs.get', { job: jobId })
        .then((story) => watching && setAsked({ ...story, error: null }))
        .catch((failure: unknown) => watching && setAsked((before) => ({ ...before, error: reportOf(failure) })));
    };
    load();
    const timer = ended ? undefined : setInterval(load, pollMs);
    return () => {
      watching = false;
      clearInterval(timer);
    };
  }, [jobId, ended]);
  return { ...asked, job };
}
