import type { Job, JobKind } from '../../shared/model/job.ts';
import type { Stack } from '../../shared/model/stack.ts';

const stopping: ReadonlySet<JobKind> = new Set(['backup', 'rollback', 'undo', 'recovery', 'upgrade']);

/** Whether a job may stop services. A folder stack has none; one that is not known may have some. */
export function mayStopServices(
  { kind, stackId }: Pick<Job, 'kind' | 'stackId'>,
  stacks: readonly Pick<Stack, 'id' | 'definition'>[] | null,
): boolean {
  if (!stopping.has(kind)) return false;
  return stacks?.find(({ id }) => id === stackId)?.definition.kind !== 'folder';
}
