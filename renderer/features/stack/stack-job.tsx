import type { ReactNode } from 'react';
import { openJobOf, useJobs } from '../../stores/jobs.ts';
import { JobStrip } from '../job-strip.tsx';

/** The job that holds the stack now. */
export function StackJob({ stackId }: { readonly stackId: string }): ReactNode {
  const job = useJobs(({ list }) => openJobOf(list, stackId));
  return job === undefined ? null : <JobStrip job={job} />;
}
