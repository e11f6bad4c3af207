import { givesWay } from '../../shared/stack/gives-way.ts';
import { create } from 'zustand';
import { type Job, type Phase, replicaPhases } from '../../shared/model/job.ts';
import { call } from '../client.ts';

interface JobsStore {
  /** Newest first. */
  readonly list: readonly Job[];
  readonly load: () => Promise<void>;
  /** Takes one job as main told it; no later revision than the known one changes nothing. */
  readonly take: (job: Job) => void;
}

export const useJobs = create<JobsStore>()((set, get) => ({
  list: [],
  async load() {
    const { list: before } = get();
    const list = await call('jobs.list');
    set((now) => ({ list: mergedJobs(before, now.list, list) }));
  },
  take: (job) =>
    set(({ list }) => {
      const known = list.findIndex(({ id }) => id === job.id);
      if (known === -1) return { list: [job, ...list] };
      return { list: list.with(known, newer(job, list[known])) };
    }),
}));

/**
 * The jobs of an answer, each as new as it is known by now. One that was told of since it was asked may not be in the
 * answer yet, and stays. All newest first.
 */
export function mergedJobs(before: readonly Job[], known: readonly Job[], answered: readonly Job[]): readonly Job[] {
  const told = known.filter(({ id }) => ![...before, ...answered].some((job) => job.id === id));
  return [
    ...told,
    ...answered.map((job) =>
      newer(
        job,
        known.find(({ id }) => id === job.id),
      ),
    ),
  ];
}

// In these, what a job has made so far is good, and its records say so.
const tellingPhases: ReadonlySet<Phase> = new Set([...replicaPhases, 'upgrading', 'awaiting-word']);

/** Whether a job has begun, ended, or come to what other records tell too: its backup is good, a copy is under way. */
export function hasMoved(before: Job | undefined, { status, progress: { phase } }: Job): boolean {
  return before?.status !== status || (before.progress.phase !== phase && tellingPhases.has(phase));
}

/** Stacks of which a job has moved on between two looks. */
export function stacksMoved(before: readonly Job[], after: readonly Job[]): readonly string[] {
  const moved = after.filter((job) =>
    hasMoved(
      before.find(({ id }) => id === job.id),
      job,
    ),
  );
  return [...new Set(moved.flatMap(({ stackId }) => stackId ?? []))];
}

function newer(job: Job, known: Job | undefined): Job {
  return known !== undefined && known.revision >= job.revision ? known : job;
}

/** The job that holds a stack now and gives way to no other: nothing else can begin. */
export function busyJobOf(jobs: readonly Job[], stackId: string): Job | undefined {
  const job = openJobOf(jobs, stackId);
  return job === undefined || givesWay(job) ? undefined : job;
}

/** The job that runs on a stack now. */
export function openJobOf(jobs: readonly Job[], stackId: string): Job | undefined {
  return jobs.find((job) => job.stackId === stackId && job.endedAt === null);
}
