import type { ErrorReport } from '../../shared/errors.ts';
import type { Job } from '../../shared/model/job.ts';

/** The refusal that main would give now because this job holds its stack. */
export function busyReport({ id, kind, stack, createdAt }: Job): ErrorReport {
  return { code: 'STACK_BUSY', params: { stack: stack ?? '', job: id, kind, since: createdAt } };
}
