import type { Job } from '../model/job.ts';

/** How the triggers begin of what a scheduler begins when nothing else is to be done. Nobody waits for these jobs. */
export const idleTriggers = {
  verification: 'periodic verification',
  copies: 'replication queue',
  retention: 'retention after ',
} as const;

const idleKinds = [
  { kind: 'verify', trigger: idleTriggers.verification },
  { kind: 'replicate', trigger: idleTriggers.copies },
  { kind: 'prune', trigger: idleTriggers.retention },
] as const;

/** Whether a job ends when an operator asks for its stack: it began by itself, and is done again later. */
export function givesWay(job: Pick<Job, 'kind' | 'trigger'>): boolean {
  return idleKinds.some(({ kind, trigger }) => job.kind === kind && job.trigger.startsWith(trigger));
}
