import { create } from 'zustand';
import type { Job } from '../../shared/model/job.ts';
import { call } from '../client.ts';

interface JobsStore {
  /** Newest first. */
  readonly list: readonly Job[];
  readonly load: () => Promise<void>;
  /** Takes one job as main told it; no later revision than the known one changes nothing. */
  readonly take: (job: Job) => void;
}

export const useJobs = create<JobsStore>()((set) => ({
  list: [],
  async load() {
    const list = await call('jobs.list');
    set((now) => ({
      list: list.map((job) =>
        newer(
          job,
          now.list.find(({ id }) => id === job.id),
        ),
      ),
    }));
  },
  take: (job) =>
    set(({ list }) => {
      const known = list.findIndex(({ id }) => id === job.id);
      if (known === -1) return { list: [job, ...list] };
      return { list: list.with(known, newer(job, list[known])) };
    }),
}));

function newer(job: Job, known: Job | undefined): Job {
  return known !== undefined && known.revision >= job.revision ? known : job;
}

/** The job that holds a stack now. */
export function openJobOf(jobs: readonly Job[], stackId: string): Job | undefined {
  return jobs.find((job) => job.stackId === stackId && job.endedAt === null);
}
