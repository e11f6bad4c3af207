import type { ErrorReport } from '../errors.ts';

export const faultKinds = [
  'overdue',
  'run-failed',
  'run-missed',
  'verify-failed',
  'storage-gone',
  'services-down',
  'half-exchanged',
  'interrupted',
  'replica-gone',
  'upgrade-stuck',
  'upgrade-undone',
  'upgrade-waiting',
] as const;

/**
 * `overdue`: no good backup that is young enough, whatever the reason. `services-down`: stopped for a job whose
 * process is gone. `interrupted`: a process ended in the middle of a job; told for a day. `replica-gone`:
 * a target that has taken no copies for a day, or is another one than was set up. `upgrade-stuck`: a guarded upgrade that
 * should be undone and is not. `upgrade-undone`: one that was, and nobody had asked for it; told for a day.
 * `upgrade-waiting`: one that is healthy and waits for its operator's word.
 */
export type FaultKind = (typeof faultKinds)[number];

/** Something that an operator must hear of, computed from facts at every look. */
export interface Fault {
  /** The same fault has the same key at every look. */
  readonly key: string;
  readonly kind: FaultKind;
  readonly state: 'attention' | 'alarm';
  readonly stackId: string | null;
  /** The stack's name. */
  readonly stack: string | null;
  /** Values for the sentence `alarms.fault.<kind>` in the locales. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly reason: ErrorReport | null;
  /** ISO 8601 UTC; where no fact says it, when it was first seen. */
  readonly since: string;
}

/** A scheduled backup that ended well, for those who asked to hear of it. */
export interface Success {
  readonly stackId: string;
  readonly stack: string;
  readonly policy: string;
  /** Local date and time, as in `PolicyRun.planned`. */
  readonly planned: string;
}

/** What one look had to tell. */
export interface Telling {
  /** New, worse than before, or still there a day after they were told. */
  readonly faults: readonly Fault[];
  /** Told before, and not there any more. */
  readonly over: readonly Fault[];
  readonly successes: readonly Success[];
}
