import type { ReactNode } from 'react';
import { openJobOf, useJobs } from '../../stores/jobs.ts';
import { awaitsOperator } from '../upgrade/upgrade-view.ts';
import { JobStrip } from '../job-strip.tsx';

/** The job that holds the stack now. A guarded upgrade that waits for its operator has a banner of its own instead. */
export function StackJob({ stackId }: { readonly stackId: string }): ReactNode {
  const job = useJobs(({ list }) => openJobOf(list, stackId));
  return job === undefined || awaitsOperator(job) ? null : <JobStrip job={job} />;
}
