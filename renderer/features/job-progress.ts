import { type Job, type Progress, replicaPhases } from '../../shared/model/job.ts';
import type { Words } from '../words.tsx';

/** The time left as it is shown: whole seconds, so that it is calm, and never none while there is some. */
export function etaShown(etaMs: number): number {
  return Math.ceil(etaMs / 1000) * 1000;
}

const counted = /^(?<at>\d+)\/(?<of>\d+) (?<path>.+)$/u;

/** Whether a backup is good already and on its way to the stack's targets: what is cancelled then is the copying. */
export function isCopyingOnly({ kind, progress }: Pick<Job, 'kind' | 'progress'>): boolean {
  return kind === 'backup' && replicaPhases.has(progress.phase);
}

/** What a job does now, and on what: of the files of a copy, which of how many. */
export function phaseWords(
  { phase, item }: Pick<Progress, 'phase' | 'item'>,
  { text }: Pick<Words, 'text'>,
): { readonly phase: string; readonly item: string | null } {
  const said = text(`words.phase.${phase}`);
  const groups = item === null ? undefined : counted.exec(item)?.groups;
  if (groups === undefined) return { phase: said, item };
  const { at = '', of = '', path = '' } = groups;
  return { phase: text('words.phaseCounted', { phase: said, at, of }), item: path };
}

/** How far a phase is, 0 to 1; null while nobody knows how much there is. */
export function shareOf({ doneBytes, totalBytes }: Pick<Progress, 'doneBytes' | 'totalBytes'>): number | null {
  return totalBytes > 0 ? Math.min(1, Math.max(0, doneBytes / totalBytes)) : null;
}
