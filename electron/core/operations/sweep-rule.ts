import { isPackName } from '../archive/pack-name.ts';

/** Name of a pack that a job has put on its way out: nothing lists it, and the next start finishes its removal. */
export function trashName(jobId: string, pack: string): string {
  return `.trash-${jobId}-${pack}`;
}

/** The job that put a pack on its way out; null for any other name. */
export function jobOfTrash(name: string): string | null {
  const [, job = null, pack = ''] = /^\.trash-([a-z0-9]+)-(.+)$/u.exec(name) ?? [];
  return isPackName(pack) ? job : null;
}

/** The job whose unfinished work a folder below `_tmp` holds; null for any other name. */
export function jobOfWork(name: string): string | null {
  return /^job_([a-z0-9]+)_\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}$/u.exec(name)?.[1] ?? null;
}

/**
 * Which leftovers in a storage may be removed: only those of jobs that this catalog knows as ended.
 * Another installation may share the storage, and a catalog that was lost knows nobody's jobs.
 */
export function sweepable(
  names: readonly string[],
  jobOf: (name: string) => string | null,
  hasEnded: (jobId: string) => boolean,
): string[] {
  return names.filter((name) => {
    const job = jobOf(name);
    return job !== null && hasEnded(job);
  });
}
