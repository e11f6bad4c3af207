import type { KeptSite } from '../catalog/kept.ts';

/** What is known of jobs when helper containers are swept. Job ids, except `heldStacks`. */
export interface HelperFacts {
  /** Jobs of living processes. */
  readonly open: ReadonlySet<string>;
  /** Ids of the stacks that these hold. */
  readonly heldStacks: ReadonlySet<string>;
  /** Dead jobs that owe services, which the ledger's files tell also when the catalog was lost. */
  readonly owing: ReadonlySet<string>;
  readonly kept: readonly Pick<KeptSite, 'jobId' | 'stackId'>[];
  /** Whether the catalog knows the job; helpers of another installation on the same engine are not ours to judge. */
  readonly isKnown: (jobId: string) => boolean;
}

/**
 * Whether a helper container that is labelled with this job works for nobody any more. An undo and a release work under
 * the name of the rollback whose data they move, and that one has ended: while a living job holds its stack, none is dead.
 */
export function isDeadHelper(jobId: string, { open, heldStacks, owing, kept, isKnown }: HelperFacts): boolean {
  if (open.has(jobId) || kept.some((site) => site.jobId === jobId && heldStacks.has(site.stackId))) return false;
  return owing.has(jobId) || isKnown(jobId);
}
