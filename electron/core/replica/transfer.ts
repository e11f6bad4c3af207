import type { Throttle } from '../archive/throttle.ts';

/** Files under way at once: enough that the end of one does not leave the line idle. */
export const filesAtOnce = 3;

export const replicaPhases = ['checking', 'sending', 'reading-back', 'finishing'] as const;
export type ReplicaPhase = (typeof replicaPhases)[number];

/** Hears how a transfer goes. */
export interface TransferProgress {
  /** A phase begins; bytes count from 0 again. After a failure that may pass, earlier phases begin again. */
  readonly onPhase: (phase: ReplicaPhase, totalBytes: number) => void;
  /** The file that has just been begun; `number` counts from 1. */
  readonly onFile: (file: { readonly path: string; readonly number: number; readonly of: number }) => void;
  /** Bytes moved since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/** How bytes are moved, in either direction. */
export interface TransferOptions {
  readonly signal: AbortSignal;
  readonly progress: TransferProgress;
  /** Null for as fast as it goes. */
  readonly throttle: Throttle | null;
}
