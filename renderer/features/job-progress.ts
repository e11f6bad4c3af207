import type { Progress } from '../../shared/model/job.ts';

/** How far a phase is, 0 to 1; null while nobody knows how much there is. */
export function shareOf({ doneBytes, totalBytes }: Pick<Progress, 'doneBytes' | 'totalBytes'>): number | null {
  return totalBytes > 0 ? Math.min(1, Math.max(0, doneBytes / totalBytes)) : null;
}
