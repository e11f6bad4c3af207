import type { ErrorReport } from '../errors.ts';

export const jobKinds = [
  'backup',
  'rollback',
  'undo',
  'release',
  'verify',
  'export',
  'import',
  'migrate',
  'delete',
  'prune',
  'replicate',
  'adopt',
  'fetch',
  'recovery',
  'upgrade',
] as const;
export type JobKind = (typeof jobKinds)[number];

export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Phases that an operator sees; their words are in the locales under `phase`. */
export const phases = [
  'preparing',
  'dumping',
  'stopping',
  'copying',
  'starting',
  'waiting-healthy',
  'saving-images',
  'writing-pack',
  'verifying',
  'staging',
  'checking',
  'swapping',
  'undoing',
  'preparing-replica',
  'replicating',
  'reading-replica',
  'exporting',
  'importing',
  'migrating',
  'deleting',
  'upgrading',
  'awaiting-word',
  'done',
] as const;
export type Phase = (typeof phases)[number];

/** In these a backup is good already, and on its way to a target. */
export const replicaPhases: ReadonlySet<Phase> = new Set(['preparing-replica', 'replicating', 'reading-replica']);

/** A moment of a running job. Sizes in bytes, speed in bytes per second over the last 5 s. */
export interface Progress {
  readonly phase: Phase;
  /** The source or part at work, e.g. `volume/pgdata`; null between them. */
  readonly item: string | null;
  readonly doneBytes: number;
  /** 0 while unknown. */
  readonly totalBytes: number;
  readonly speed: number;
  /** Milliseconds left; null while unknown. */
  readonly etaMs: number | null;
}

export interface JobStep {
  readonly n: number;
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: 'done' | 'failed' | null;
  /** What the step found or did, as JSON data. */
  readonly evidence: unknown;
}

/** One run of an operation. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly stackId: string | null;
  readonly stack: string | null;
  readonly backupId: string | null;
  readonly status: JobStatus;
  readonly trigger: string;
  readonly progress: Progress;
  readonly cancelRequested: boolean;
  /** Folder that the job writes to, once it has one. */
  readonly outputPath: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly error: ErrorReport | null;
  /** What a job that succeeded could not do beside its work, e.g. replicate; null when all went well. */
  readonly warning: ErrorReport | null;
  /** Rises by one with every change of this job, so that a late event can be dropped. */
  readonly revision: number;
}
