import type { ErrorReport } from '../errors.ts';
import type { BackupMode, PackFormat } from './backup.ts';

/** What is backed up when, in which way, and kept how long. What is null is as the stack or the installation has it. */
export interface Policy {
  readonly id: string;
  readonly stackId: string;
  /** Unique in its stack; part of the trigger of every backup that it makes. */
  readonly name: string;
  readonly enabled: boolean;
  /** node-cron's syntax: five fields, or six with seconds first. */
  readonly cron: string;
  /** IANA name; null for the installation's. */
  readonly timeZone: string | null;
  readonly mode: BackupMode;
  readonly images: boolean;
  /** Source ids; null for what the stack's own settings say. */
  readonly only: readonly string[] | null;
  readonly format: PackFormat | null;
  readonly level: number | null;
  readonly retention: Retention;
  /** Whether its backups are copied to the stack's targets. */
  readonly replicate: boolean;
  /** A planned run that is at most this late is caught up; one that is later is recorded as missed. */
  readonly catchUpHours: number;
  /** How old the newest good backup may be before it is an alarm; null: the longest pause of the schedule and two hours. */
  readonly maxAgeHours: number | null;
  /** Every good pack is read again within so many days; null for the installation's. */
  readonly verifyDays: number | null;
  /** Made by an operator, or from the environment for a stack that had none. */
  readonly origin: 'operator' | 'environment';
  readonly createdAt: string;
}

/** A backup is kept while either keeps it; null keeps nothing by that measure, both null keep everything. */
export interface Retention {
  readonly days: number | null;
  readonly count: number | null;
}

export const policyRunStates = ['waiting', 'running', 'succeeded', 'failed', 'cancelled', 'missed'] as const;

/**
 * `waiting`: due, and not begun yet, because of `reason`; tried again until it is too late.
 * `missed`: never begun, because of `reason`.
 */
export type PolicyRunState = (typeof policyRunStates)[number];

/** One planned time of a policy and what became of it. Policy and planned time together are its key: it happens once. */
export interface PolicyRun {
  readonly id: string;
  readonly policyId: string;
  readonly stackId: string;
  /** The policy's name then. */
  readonly policy: string;
  /** Local date and time, `2026-11-20 04:00`, or with seconds when they are not 0. */
  readonly planned: string;
  readonly timeZone: string;
  /** ISO 8601 UTC of the planned time. */
  readonly plannedAt: string;
  readonly state: PolicyRunState;
  /** Why it waits, was missed, or failed; of one that succeeded, its job's warning. */
  readonly reason: ErrorReport | null;
  readonly jobId: string | null;
  readonly backupId: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}
