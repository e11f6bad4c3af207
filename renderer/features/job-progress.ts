import type { Progress } from '../../shared/model/job.ts';

/** The time left as it is shown: whole seconds, so that it is calm, and never none while there is some. */
export function etaShown(etaMs: number): number {
  return Math.ceil(etaMs / 1000) * 1000;
}

/** How far a phase is, 0 to 1; null while nobody knows how much there is. */
export function shareOf({ doneBytes, totalBytes }: Pick<Progress, 'doneBytes' | 'totalBytes'>): number | null {
  return totalBytes > 0 ? Math.min(1, Math.max(0, doneBytes / totalBytes)) : null;
}
