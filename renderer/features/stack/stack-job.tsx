import type { ReactNode } from 'react';
import type { Phase } from '../../../shared/model/job.ts';
import { openJobOf, useJobs } from '../../stores/jobs.ts';
import { JobStrip } from '../job-strip.tsx';

const waitingPhases: ReadonlySet<Phase> = new Set(['upgrading', 'awaiting-word']);

/** The job that holds the stack now. A guarded upgrade that waits for its operator has a banner of its own instead. */
export function StackJob({ stackId }: { readonly stackId: string }): ReactNode {
  const job = useJobs(({ list }) => openJobOf(list, stackId));
  const waits = job?.kind === 'upgrade' && waitingPhases.has(job.progress.phase);
  return job === undefined || waits ? null : <JobStrip job={job} />;
}
