import type { Job, JobStep, Phase } from '../../../shared/model/job.ts';

/** What cancelling would mean for the data now. */
export type CancelMeaning = 'untouched' | 'put-back' | 'impossible' | 'undo';

// From the exchange on, what was replaced is put back. The safety backup before it stops and starts services too;
// for it the careful sentence holds as well.
const exchanging: ReadonlySet<Phase> = new Set(['swapping', 'starting', 'waiting-healthy']);

/** Told by the phase alone, so it never promises more than every moment of that phase can keep. */
export function cancelMeaning({ kind, progress }: Pick<Job, 'kind' | 'progress'>): CancelMeaning {
  if (kind === 'undo') return 'undo';
  if (progress.phase === 'undoing') return 'impossible';
  return exchanging.has(progress.phase) ? 'put-back' : 'untouched';
}

const safetyPhases: ReadonlySet<Phase> = new Set(['copying', 'saving-images', 'writing-pack', 'verifying']);

/** Whether a rollback is at the safety backup that it begins with. */
export function isSafetyBackup({ kind, progress }: Pick<Job, 'kind' | 'progress'>, safetyBackup: boolean): boolean {
  return safetyBackup && kind === 'rollback' && safetyPhases.has(progress.phase);
}

/** Which data is live after a job that did not succeed, as far as it wrote that down. */
export type LiveData = 'untouched' | 'old' | 'stuck' | 'unsure';

/** `steps` null: they could not be read, and only what the error itself says is certain. */
export function dataAfter({ kind, error }: Pick<Job, 'kind' | 'error'>, steps: Steps | null): LiveData {
  if (error?.code === 'ROLLBACK_STUCK') return 'stuck';
  if (error?.code === 'ROLLBACK_UNDONE') return 'old';
  if (steps === null) return 'unsure';
  const act = kind === 'undo' ? 'swap back' : 'swap in';
  const begun = steps.filter(({ name }) => name === act).length;
  if (begun === 0) return 'untouched';
  if (kind === 'undo') return 'unsure';
  const back = steps.filter(({ name, outcome }) => name === 'swap back' && outcome === 'done').length;
  return back >= begun ? 'old' : 'unsure';
}

type Steps = readonly Pick<JobStep, 'name' | 'outcome' | 'evidence'>[];

/** How long services were down for the exchange, in ms; null when nothing was stopped. */
export function exchangeStopMs(steps: Steps): number | null {
  const swapped = steps.findLastIndex(({ name }) => name === 'swap in' || name === 'swap back');
  const start = steps.slice(swapped + 1).findLast(({ name }) => name === 'start');
  return typeof start?.evidence === 'number' ? start.evidence : null;
}
